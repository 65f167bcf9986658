# A link on AWS, and the private connection strings that clusters have through it: `Main` is a replica set, `Orders` is
# sharded. The clusters exist before, because the simulator's API does not create them.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id    = var.project_id
  provider_name = "AWS"
  region        = "EU_WEST_1"
}

resource "mongodbatlas_privatelink_endpoint_service" "this" {
  project_id          = var.project_id
  provider_name       = "AWS"
  private_link_id     = mongodbatlas_privatelink_endpoint.this.private_link_id
  endpoint_service_id = "vpce-0a1b2c3d4e5f60718"
}

data "mongodbatlas_advanced_cluster" "main" {
  project_id = var.project_id
  name       = "Main"
  depends_on = [mongodbatlas_privatelink_endpoint_service.this]
}

data "mongodbatlas_advanced_cluster" "orders" {
  project_id = var.project_id
  name       = "Orders"
  depends_on = [mongodbatlas_privatelink_endpoint_service.this]
}

data "mongodbatlas_advanced_clusters" "all" {
  project_id = var.project_id
  depends_on = [mongodbatlas_privatelink_endpoint_service.this]
}

output "private_srv" {
  value = {
    for cluster in data.mongodbatlas_advanced_clusters.all.results :
    cluster.name => [for one in cluster.connection_strings.private_endpoint : one.srv_connection_string]
  }
}
