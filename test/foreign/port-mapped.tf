# A port-mapped service on Google Cloud, which takes one endpoint.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id           = var.project_id
  provider_name        = "GCP"
  region               = "WESTERN_EUROPE"
  port_mapping_enabled = true
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id                  = var.project_id
  provider_name               = "GCP"
  private_link_id             = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id         = "endpoint"
  private_endpoint_ip_address = "10.0.0.2"
  gcp_project_id              = "p-0a1b2c3d4e5f60718293a4b5"
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
