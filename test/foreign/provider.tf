# Common part of all configurations here: `npm run check:foreign` copies it beside each of them.
# The keys are those of a simulator that runs for one configuration only.

terraform {
  required_providers {
    mongodbatlas = {
      source  = "mongodb/mongodbatlas"
      version = "~> 2.11"
    }
  }
}

variable "base_url" {
  type = string
}

variable "project_id" {
  type = string
}

variable "public_key" {
  type = string
}

variable "private_key" {
  type      = string
  sensitive = true
}

provider "mongodbatlas" {
  base_url    = var.base_url
  public_key  = var.public_key
  private_key = var.private_key
}
