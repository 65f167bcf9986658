# A project with tags, settings, a limit, a team and a network container.

variable "org_id" {
  type    = string
  default = "a00000000000000000000001"
}

resource "mongodbatlas_project" "this" {
  name   = "payments"
  org_id = var.org_id

  is_schema_advisor_enabled                        = false
  is_extended_storage_sizes_enabled                = true
  is_slow_operation_thresholding_enabled           = false
  is_collect_database_specifics_statistics_enabled = true

  tags = {
    environment = "test"
    team        = "payments"
  }

  limits {
    name  = "atlas.project.deployment.nodesPerPrivateLinkRegion"
    value = 90
  }

  teams {
    team_id    = "b00000000000000000000001"
    role_names = ["GROUP_READ_ONLY", "GROUP_DATA_ACCESS_READ_ONLY"]
  }
}

resource "mongodbatlas_network_container" "this" {
  project_id       = mongodbatlas_project.this.id
  provider_name    = "AWS"
  region_name      = "EU_WEST_1"
  atlas_cidr_block = "10.8.0.0/21"
}
