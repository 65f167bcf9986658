# An endpoint for Data Federation and Online Archive.

resource "mongodbatlas_privatelink_endpoint_service_data_federation_online_archive" "this" {
  project_id    = var.project_id
  endpoint_id   = "vpce-0a1b2c3d4e5f60718"
  provider_name = "AWS"
  comment       = "from check:foreign"
}
