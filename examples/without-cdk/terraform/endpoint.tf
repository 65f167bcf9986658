# The VPC endpoint stays in Terraform. Its tag is all that the automation needs.

resource "aws_vpc_endpoint" "atlas" {
  vpc_id              = var.vpc_id
  service_name        = var.atlas_service_name
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.subnet_ids
  security_group_ids  = [aws_security_group.atlas.id]
  private_dns_enabled = false

  tags = {
    atlas-privatelink = "yes"
  }

  # The automation tags the endpoint with the outcome. Those tags are not Terraform's.
  lifecycle {
    ignore_changes = [
      tags["atlas-privatelink:status"],
      tags["atlas-privatelink:project-id"],
      tags["atlas-privatelink:warnings"],
    ]
  }

  # An endpoint that is created later than the automation is linked at once, an earlier one by its next reconciliation.
  depends_on = [aws_cloudformation_stack.automation]
}

resource "aws_security_group" "atlas" {
  name_prefix = "atlas-privatelink-"
  vpc_id      = var.vpc_id

  ingress {
    description = "Atlas gives each node a port of this range"
    from_port   = 1024
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = var.client_cidr_blocks
  }
}

# Where the application finds its connection string, minutes after the endpoint is there. The name is known at once, and
# the application reads the value at run time. A `data "aws_ssm_parameter"` in this configuration would fail the first apply.
locals {
  connection_string_parameter = "/atlas-privatelink/connection-strings/${aws_vpc_endpoint.atlas.id}/${var.cluster}/srv"
}

output "connection_string_parameter" {
  value = local.connection_string_parameter
}
