data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  is_prod   = var.environment == "prod"

  names = {
    api             = "chronicle-api-${var.environment}"
    bucket          = coalesce(var.bucket_name, "chronicle-recordings-${var.environment}-${local.account}")
    cluster         = "chronicle-cluster-${var.environment}"
    container       = "chronicle-recorder"
    dead_letters    = "chronicle-jobs-dlq-${var.environment}.fifo"
    dispatch        = "dispatch-to-ecs-${var.environment}"
    execution_role  = "chronicle-recorder-execution-${var.environment}"
    failed_events   = "chronicle-failed-events-${var.environment}"
    layer           = "transmission-tools-${var.environment}"
    lifecycle       = "job-lifecycle-${var.environment}"
    recorder_family = "chronicle-recorder-task-${var.environment}"
    queue           = "chronicle-jobs-${var.environment}.fifo"
    recorder_images = "chronicle-recorder-${var.environment}"
    sweep_rule      = "chronicle-sweep-${var.environment}"
    table           = "jobs-${var.environment}"
    task_role       = "chronicle-recorder-task-${var.environment}"
    task_rule       = "chronicle-task-state-${var.environment}"
    topic           = "chronicle-alarms-${var.environment}"
    torrent_creator = "s3-torrent-creator-${var.environment}"
  }

  # Written out, not taken from the resources: a policy that refers to a resource is unknown whenever that resource changes, and
  # the plan then shows changes that are none.
  arns = {
    bucket          = "arn:${local.partition}:s3:::${local.names.bucket}"
    cluster         = "arn:${local.partition}:ecs:${local.region}:${local.account}:cluster/${local.names.cluster}"
    dead_letters    = "arn:${local.partition}:sqs:${local.region}:${local.account}:${local.names.dead_letters}"
    execution_role  = "arn:${local.partition}:iam::${local.account}:role/${local.names.execution_role}"
    failed_events   = "arn:${local.partition}:sqs:${local.region}:${local.account}:${local.names.failed_events}"
    queue           = "arn:${local.partition}:sqs:${local.region}:${local.account}:${local.names.queue}"
    recorder_family = "arn:${local.partition}:ecs:${local.region}:${local.account}:task-definition/${local.names.recorder_family}"
    recorder_images = "arn:${local.partition}:ecr:${local.region}:${local.account}:repository/${local.names.recorder_images}"
    sweep_rule      = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.names.sweep_rule}"
    table           = "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${local.names.table}"
    tasks           = "arn:${local.partition}:ecs:${local.region}:${local.account}:task/${local.names.cluster}"
    task_role       = "arn:${local.partition}:iam::${local.account}:role/${local.names.task_role}"
    task_rule       = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.names.task_rule}"
    torrent_creator = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${local.names.torrent_creator}"
    topic           = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.names.topic}"
  }

  log_groups = {
    api             = "/aws/apigateway/${local.names.api}"
    dispatch        = "/aws/lambda/${local.names.dispatch}"
    lifecycle       = "/aws/lambda/${local.names.lifecycle}"
    recorder        = "/ecs/chronicle-recorder-${var.environment}"
    torrent_creator = "/aws/lambda/${local.names.torrent_creator}"
  }
  log_arns = { for key, name in local.log_groups : key => "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${name}" }

  dispatch_timeout = 30
  # S3 may take minutes to put a recording together.
  lifecycle_timeout = 300

  zip_folder = coalesce(var.lambda_zip_folder, "${path.module}/../../dist/lambda")
  zips = { for name in ["dispatch-to-ecs", "job-lifecycle", "s3-torrent-creator"] : name => {
    path = "${local.zip_folder}/${name}.zip"
    hash = fileexists("${local.zip_folder}/${name}.zip") ? filebase64sha256("${local.zip_folder}/${name}.zip") : null
  } }

  layer_zip = coalesce(var.transmission_layer_zip, "${path.module}/lambda/transmission_tools_layer.zip")

  network = var.existing_network != null ? var.existing_network : {
    vpc_id     = aws_vpc.this[0].id
    subnet_ids = aws_subnet.public[*].id
  }

  # Everything that makes torrents has to say the same in them.
  torrent_settings = {
    PUBLIC_BASE_URL = var.cdn_enabled ? "https://${aws_cloudfront_distribution.recordings[0].domain_name}" : coalesce(var.public_base_url, " ") == " " ? "" : var.public_base_url
    TRACKERS        = join(",", var.trackers)
  }
}
