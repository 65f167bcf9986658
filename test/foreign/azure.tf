# A service and a link on Azure.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id    = var.project_id
  provider_name = "AZURE"
  region        = "EUROPE_WEST"
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id                  = var.project_id
  provider_name               = "AZURE"
  private_link_id             = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id         = "/subscriptions/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe"
  private_endpoint_ip_address = "10.0.0.4"
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
