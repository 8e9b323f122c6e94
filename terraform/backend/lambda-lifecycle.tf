# job-lifecycle: hears of the end of tasks, ends the jobs that they left open, and launches the seeders of those that are
# completed; each minute it rings for jobs that wait.

data "aws_iam_policy_document" "lifecycle" {
  statement {
    sid       = "WriteTheFunctionLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arns.lifecycle}:*"]
  }
  statement {
    sid       = "TakeAndEndJobs"
    actions   = ["dynamodb:UpdateItem"]
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
  description      = "Ends the jobs whose tasks have stopped, and rings for those that wait"
  role             = aws_iam_role.lifecycle.arn
  runtime          = var.lambda_runtime
  handler          = "index.handler"
  filename         = local.zips["job-lifecycle"].path
  source_code_hash = local.zips["job-lifecycle"].hash
  memory_size      = 128
  timeout          = 60

  environment {
    variables = merge(local.seeder_launch, {
      DDB_TABLE     = local.names.table
      SQS_QUEUE_URL = aws_sqs_queue.jobs.url
      TTL_DAYS      = tostring(var.ttl_days)
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
