variable "region" {
  type = string
}

variable "artifact_bucket" {
  description = "S3 bucket in this Region to which the template was packaged"
  type        = string
}

variable "atlas_project_id" {
  type = string
}

variable "atlas_secret_arn" {
  description = "Complete ARN of the secret with the credentials of the Atlas project"
  type        = string
}

variable "atlas_service_name" {
  description = "endpoint_service_name of mongodbatlas_privatelink_endpoint, or as Atlas shows it"
  type        = string
}

variable "alarm_email" {
  type    = string
  default = ""
}

variable "cluster" {
  type    = string
  default = "Cluster0"
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "client_cidr_blocks" {
  description = "Networks of the applications that connect"
  type        = list(string)
}
