# The automation, from the template that `aws cloudformation package` has written beside this file. Its Lambda code is
# in the bucket then; the template itself is too long for `template_body`, so it goes there as well.

resource "aws_s3_object" "automation" {
  bucket = var.artifact_bucket
  key    = "atlas-privatelink/${filemd5("${path.module}/packaged.json")}.json"
  source = "${path.module}/packaged.json"
}

resource "aws_cloudformation_stack" "automation" {
  name         = "AtlasPrivateLink"
  template_url = "https://${var.artifact_bucket}.s3.${var.region}.amazonaws.com/${aws_s3_object.automation.key}"
  capabilities = ["CAPABILITY_IAM"]

  # What Terraform knows goes in.
  parameters = {
    ProjectIds   = var.atlas_project_id
    SecretArn    = var.atlas_secret_arn
    SelectTagKey = "atlas-privatelink"
    AlarmEmail   = var.alarm_email
  }

  timeouts {
    create = "30m"
    update = "30m"
    delete = "30m"
  }
}

# What the stack has made comes out.
output "dead_letter_queue_url" {
  value = aws_cloudformation_stack.automation.outputs["DeadLetterQueueUrl"]
}

output "link_workflow_arn" {
  value = aws_cloudformation_stack.automation.outputs["WorkflowArn"]
}
