# A link that Atlas rejects: `npm run check:foreign` has the simulator reject this endpoint.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id    = var.project_id
  provider_name = "AWS"
  region        = "EU_WEST_1"
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id          = var.project_id
  provider_name       = "AWS"
  private_link_id     = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id = "vpce-11111111111111111"
}
