# job-lifecycle: hears of the end of tasks, settles the jobs that they left open, and launches the seeders of those that are
# completed; each minute it rings for jobs that wait, judges those of which nothing is heard, and has backfills go on; it takes the
# dead letters.

data "aws_iam_policy_document" "lifecycle" {
  statement {
    sid       = "WriteTheFunctionLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arns.lifecycle}:*"]
  }
  statement {
    sid       = "TakeAndEndJobs"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "FindJobsToLookAt"
    actions   = ["dynamodb:Query"]
    resources = ["${local.arns.table}/index/jobs-open"]
  }
  statement {
    sid       = "RingTheBell"
    actions   = ["sqs:SendMessage"]
    resources = [local.arns.queue]
  }
  statement {
    sid       = "TakeDeadLetters"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [local.arns.dead_letters]
  }
  statement {
    sid       = "SeeWhatBecameOfTasks"
    actions   = ["ecs:DescribeTasks"]
    resources = ["${local.arns.tasks}/*"]
  }
  statement {
    sid       = "FindTheTasksOfALaunch"
    actions   = ["ecs:ListTasks"] # Known to IAM with container instances only, which Fargate has not.
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [local.arns.cluster]
    }
  }
  statement {
    sid       = "StopTasksThatMayNotGoOn"
    actions   = ["ecs:StopTask"]
    resources = ["${local.arns.tasks}/*"]
  }
  statement {
    sid       = "FinishUploadsOfDeadRecorders"
    actions   = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
  statement {
    sid       = "FindUploadsThatNobodyNoted"
    actions   = ["s3:ListBucketMultipartUploads"]
    resources = [local.arns.bucket]
  }
  statement {
    sid       = "LookAtRecordings"
    actions   = ["s3:GetObject"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
  statement {
    sid       = "BeToldThatAnObjectIsMissing" # Without it S3 answers 403 where 404 is meant.
    actions   = ["s3:ListBucket"]
    resources = [local.arns.bucket]
  }
  statement {
    sid       = "GoOnWithBackfills"
    actions   = ["lambda:InvokeFunction"]
    resources = [local.arns.torrent_creator]
  }
  statement {
    sid       = "LeaveEventsThatCouldNotBeTaken"
    actions   = ["sqs:SendMessage"]
    resources = [local.arns.failed_events]
  }
  dynamic "statement" {
    for_each = var.seeding_enabled ? [1] : []

    content {
      sid       = "LaunchSeedersInThisCluster"
      actions   = ["ecs:RunTask"]
      resources = ["${local.seeder_arns.family}:*"]

      condition {
        test     = "ArnEquals"
        variable = "ecs:cluster"
        values   = [local.arns.cluster]
      }
    }
  }
  dynamic "statement" {
    for_each = var.seeding_enabled ? [1] : []

    content {
      sid       = "HandTheSeederItsRoles"
      actions   = ["iam:PassRole"]
      resources = [local.seeder_arns.execution_role, local.seeder_arns.task_role]

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs-tasks.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "lifecycle" {
  name               = local.names.lifecycle
  description        = "What Chronicle's job-lifecycle may do"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "lifecycle" {
  name   = "end-jobs"
  role   = aws_iam_role.lifecycle.id
  policy = data.aws_iam_policy_document.lifecycle.json
}

resource "aws_cloudwatch_log_group" "lifecycle" {
  name              = local.log_groups.lifecycle
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "lifecycle" {
  function_name    = local.names.lifecycle
  description      = "Settles the jobs whose tasks have stopped, takes dead letters, and rings for jobs that wait"
  role             = aws_iam_role.lifecycle.arn
  runtime          = var.lambda_runtime
  handler          = "index.handler"
  filename         = local.zips["job-lifecycle"].path
  source_code_hash = local.zips["job-lifecycle"].hash
  memory_size      = 512 # Processor time as well: what a dead recorder left is hashed.
  timeout          = local.lifecycle_timeout

  environment {
    variables = merge(local.torrent_settings, local.seeder_launch, {
      DDB_TABLE            = local.names.table
      ECS_CLUSTER          = local.names.cluster
      MAX_ATTEMPTS         = tostring(var.max_attempts)
      MAX_DURATION_SECONDS = tostring(var.max_duration_seconds)
      SQS_QUEUE_URL        = aws_sqs_queue.jobs.url
      TORRENT_FUNCTION     = local.names.torrent_creator
      TTL_DAYS             = tostring(var.ttl_days)
    })
  }

  depends_on = [aws_cloudwatch_log_group.lifecycle, aws_iam_role_policy.lifecycle]

  lifecycle {
    precondition {
      condition     = local.zips["job-lifecycle"].hash != null
      error_message = "${local.zips["job-lifecycle"].path} is not there. Build it at the root of the repository: npm run build"
    }
  }
}

resource "aws_lambda_function_event_invoke_config" "lifecycle" {
  function_name                = aws_lambda_function.lifecycle.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 6 * 3600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_events.arn
    }
  }
}

resource "aws_lambda_event_source_mapping" "dead_letters" {
  function_name           = aws_lambda_function.lifecycle.arn
  event_source_arn        = aws_sqs_queue.dead_letters.arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }
}

resource "aws_lambda_permission" "events" {
  statement_id  = "allow-events"
  function_name = aws_lambda_function.lifecycle.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = local.arns.task_rule
}

resource "aws_lambda_permission" "schedule" {
  statement_id  = "allow-schedule"
  function_name = aws_lambda_function.lifecycle.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = local.arns.sweep_rule
}
