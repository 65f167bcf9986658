# A service on AWS that takes endpoints of another Region.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id               = var.project_id
  provider_name            = "AWS"
  region                   = "EU_WEST_1"
  supported_remote_regions = ["EU_CENTRAL_1"]
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id          = var.project_id
  provider_name       = "AWS"
  private_link_id     = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id = "vpce-0a1b2c3d4e5f60718"
}

data "mongodbatlas_privatelink_endpoint" "this" {
  project_id      = var.project_id
  provider_name   = mongodbatlas_privatelink_endpoint.this.provider_name
  private_link_id = mongodbatlas_privatelink_endpoint.this.private_link_id
  depends_on      = [mongodbatlas_privatelink_endpoint_service.this]
}

data "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id          = var.project_id
  provider_name       = mongodbatlas_privatelink_endpoint.this.provider_name
  private_link_id     = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id = mongodbatlas_privatelink_endpoint_service.this.endpoint_service_id
}

data "mongodbatlas_privatelink_endpoints" "all" {
  project_id    = var.project_id
  provider_name = "AWS"
  depends_on    = [mongodbatlas_privatelink_endpoint_service.this]
}
