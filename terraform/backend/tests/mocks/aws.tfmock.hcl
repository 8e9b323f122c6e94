# What AWS would answer. None of it is evidence: tests assert on what the configuration says, never on a value from here.

mock_data "aws_caller_identity" {
  override_during = plan
  defaults        = { account_id = "111122223333" }
}

mock_data "aws_partition" {
  override_during = plan
  defaults        = { partition = "aws" }
}

mock_data "aws_region" {
  override_during = plan
  defaults        = { name = "eu-central-1" }
}

mock_data "aws_availability_zones" {
  override_during = plan
  defaults        = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
}

mock_data "aws_iam_policy_document" {
  override_during = plan
  defaults        = { json = "{}" }
}

# Queues and functions have an ARN each: of one for all, a test could not tell which of them a rule or a mapping leads to.
override_resource {
  target          = aws_sqs_queue.jobs
  override_during = plan
  values          = { arn = "arn:aws:sqs:eu-central-1:111122223333:mock-jobs", url = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock-jobs" }
}

override_resource {
  target          = aws_sqs_queue.dead_letters
  override_during = plan
  values          = { arn = "arn:aws:sqs:eu-central-1:111122223333:mock-dead-letters", url = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock-dead-letters" }
}

override_resource {
  target          = aws_sqs_queue.failed_events
  override_during = plan
  values          = { arn = "arn:aws:sqs:eu-central-1:111122223333:mock-failed-events", url = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock-failed-events" }
}

override_resource {
  target          = aws_lambda_function.dispatch
  override_during = plan
  values = {
    arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock-dispatch"
    invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/mock-dispatch/invocations"
  }
}

override_resource {
  target          = aws_lambda_function.lifecycle
  override_during = plan
  values = {
    arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock-lifecycle"
    invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/mock-lifecycle/invocations"
  }
}

override_resource {
  target          = aws_lambda_function.torrent_creator
  override_during = plan
  values = {
    arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock-torrent-creator"
    invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/mock-torrent-creator/invocations"
  }
}

mock_resource "aws_iam_role" {
  override_during = plan
  defaults        = { arn = "arn:aws:iam::111122223333:role/mock" }
}

mock_resource "aws_lambda_layer_version" {
  override_during = plan
  defaults        = { arn = "arn:aws:lambda:eu-central-1:111122223333:layer:mock:3" }
}

mock_resource "aws_ecs_task_definition" {
  override_during = plan
  defaults        = { arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/mock:7" }
}

mock_resource "aws_ecr_repository" {
  override_during = plan
  defaults        = { repository_url = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mock" }
}

mock_resource "aws_sns_topic" {
  override_during = plan
  defaults        = { arn = "arn:aws:sns:eu-central-1:111122223333:mock" }
}

mock_resource "aws_s3_bucket" {
  override_during = plan
  defaults        = { id = "mock-bucket", bucket_regional_domain_name = "mock.s3.eu-central-1.amazonaws.com" }
}

mock_resource "aws_cloudwatch_log_group" {
  override_during = plan
  defaults        = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:mock" }
}

mock_resource "aws_api_gateway_rest_api" {
  override_during = plan
  defaults = {
    id               = "mockapi"
    root_resource_id = "root"
    execution_arn    = "arn:aws:execute-api:eu-central-1:111122223333:mockapi"
  }
}

mock_resource "aws_cloudfront_distribution" {
  override_during = plan
  defaults        = { arn = "arn:aws:cloudfront::111122223333:distribution/MOCK", domain_name = "mock.cloudfront.net" }
}

mock_resource "aws_security_group" {
  override_during = plan
  defaults        = { id = "sg-0123456789abcdef0" }
}

mock_resource "aws_vpc" {
  override_during = plan
  defaults        = { id = "vpc-0123456789abcdef0" }
}

mock_resource "aws_subnet" {
  override_during = plan
  defaults        = { id = "subnet-0123456789abcdef0" }
}
