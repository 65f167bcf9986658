# A service and a VPC endpoint with the automation's tag: the automation links them. The lifecycle is that of
# docs/migration.md.

resource "mongodbatlas_privatelink_endpoint" "this" {
  project_id    = var.project_id
  provider_name = "AWS"
  region        = "EU_WEST_1"
}

resource "aws_vpc_endpoint" "this" {
  vpc_id             = var.vpc_id
  service_name       = mongodbatlas_privatelink_endpoint.this.endpoint_service_name
  vpc_endpoint_type  = "Interface"
  subnet_ids         = var.subnet_ids
  security_group_ids = var.security_group_ids

  tags = {
    Name              = var.name
    atlas-privatelink = "yes"
  }

  lifecycle {
    ignore_changes = [
      tags["atlas-privatelink:status"],
      tags["atlas-privatelink:project-id"],
      tags["atlas-privatelink:warnings"],
    ]
  }
}
