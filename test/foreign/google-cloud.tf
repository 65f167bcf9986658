# A service and an endpoint group on Google Cloud, with six endpoints.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id    = var.project_id
  provider_name = "GCP"
  region        = "WESTERN_EUROPE"
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id          = var.project_id
  provider_name       = "GCP"
  private_link_id     = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id = "group"
  gcp_project_id      = "p-0a1b2c3d4e5f60718293a4b5"

  dynamic "endpoints" {
    for_each = range(6)

    content {
      endpoint_name = "group-${endpoints.value}"
      ip_address    = "10.0.0.${endpoints.value + 2}"
    }
  }
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
