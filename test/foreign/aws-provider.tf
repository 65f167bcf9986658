# Common part of the configurations with a VPC endpoint: the account of a local world. The provider is
# hashicorp/aws, which needs no declaration; a second block of required providers would be refused.

variable "aws_url" {
  type = string
}

variable "access_key" {
  type = string
}

variable "region" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "security_group_ids" {
  type = list(string)
}

variable "name" {
  type = string
}

provider "aws" {
  region     = var.region
  access_key = var.access_key
  secret_key = "local"

  endpoints {
    ec2 = var.aws_url
    sts = var.aws_url
  }
}
