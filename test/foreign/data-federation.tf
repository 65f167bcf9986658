# An endpoint for Data Federation and Online Archive.

resource "mongodbatlas_privatelink_endpoint_service_data_federation_online_archive" "this" {
  project_id    = var.project_id
  endpoint_id   = "vpce-0a1b2c3d4e5f60718"
  provider_name = "AWS"
  comment       = "from check:foreign"
}

resource "mongodbatlas_privatelink_endpoint_service_data_federation_online_archive" "named" {
  project_id                 = var.project_id
  endpoint_id                = "vpce-0a1b2c3d4e5f60719"
  provider_name              = "AWS"
  comment                    = "with a DNS name"
  region                     = "EU_WEST_1"
  customer_endpoint_dns_name = "vpce-0a1b2c3d4e5f60719-abcd1234.vpce-svc-0a1b2c3d4e5f60718.eu-west-1.vpce.amazonaws.com"
}

data "mongodbatlas_privatelink_endpoint_service_data_federation_online_archive" "named" {
  project_id  = var.project_id
  endpoint_id = mongodbatlas_privatelink_endpoint_service_data_federation_online_archive.named.endpoint_id
}

data "mongodbatlas_privatelink_endpoint_service_data_federation_online_archives" "all" {
  project_id = var.project_id
  depends_on = [
    mongodbatlas_privatelink_endpoint_service_data_federation_online_archive.this,
    mongodbatlas_privatelink_endpoint_service_data_federation_online_archive.named,
  ]
}
