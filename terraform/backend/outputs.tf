output "api_url" {
  description = "Where the API answers."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "api_id" {
  description = "The REST API's id."
  value       = aws_api_gateway_rest_api.this.id
}

output "api_key" {
  description = "The API key for the header x-api-key, where api_authorization is API_KEY."
  value       = one(aws_api_gateway_api_key.this[*].value)
  sensitive   = true
}

output "queue_url" {
  description = "The FIFO queue that takes jobs as messages."
  value       = aws_sqs_queue.jobs.url
}

output "dead_letter_queue_url" {
  description = "Jobs that could not be dispatched."
  value       = aws_sqs_queue.dead_letters.url
}

output "failed_events_queue_url" {
  description = "Task events and uploads that were given up, each with its error."
  value       = aws_sqs_queue.failed_events.url
}

output "function_names" {
  description = "Each Lambda's name here, by the name in the repository."
  value       = local.function_names
}

output "transmission_layer_arn" {
  description = "The version of the layer transmission-tools that s3-torrent-creator has; null where torrent_engine is not transmission."
  value       = one(aws_lambda_layer_version.transmission_tools[*].arn)
}

output "table_name" {
  description = "The table of jobs."
  value       = aws_dynamodb_table.jobs.name
}

output "bucket_name" {
  description = "The bucket of recordings."
  value       = aws_s3_bucket.recordings.bucket
}

output "public_base_url" {
  description = "The web seed that torrents name; empty for none."
  value       = local.torrent_settings.PUBLIC_BASE_URL
}

output "cluster_name" {
  description = "The cluster that recorders run in."
  value       = aws_ecs_cluster.this.name
}

output "recorder_task_definition" {
  description = "The recorder's task definition, with its revision."
  value       = aws_ecs_task_definition.recorder.arn
}

output "recorder_repository_url" {
  description = "Where the recorder's image is pushed to."
  value       = aws_ecr_repository.recorder.repository_url
}

output "seeder_task_definition" {
  description = "The seeder's task definition, with its revision; null where seeding_enabled is false."
  value       = one(aws_ecs_task_definition.seeder[*].arn)
}

output "seeder_repository_url" {
  description = "Where the seeder's image is pushed to; null where seeding_enabled is false."
  value       = one(aws_ecr_repository.seeder[*].repository_url)
}

output "alarm_topic_arn" {
  description = "The topic that alarms speak to."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_name" {
  description = "The CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
