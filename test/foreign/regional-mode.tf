# The regional mode of a project without clusters.

resource "mongodbatlas_private_endpoint_regional_mode" "this" {
  project_id = var.project_id
  enabled    = true
}

data "mongodbatlas_private_endpoint_regional_mode" "this" {
  project_id = mongodbatlas_private_endpoint_regional_mode.this.project_id
}
