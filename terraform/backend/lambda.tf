# dispatch-to-ecs: takes jobs from the API, the queue and direct invokes, and launches their recorders.

data "aws_iam_policy_document" "dispatch" {
  statement {
    sid       = "WriteTheFunctionLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arns.dispatch}:*"]
  }
  statement {
    sid       = "AcceptReadAndMoveOnJobs"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "DropRowsOfPurgedJobs"
    actions   = ["dynamodb:DeleteItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "ListJobs"
    actions   = ["dynamodb:Query"]
    resources = ["${local.arns.table}/index/jobs-by-kind", "${local.arns.table}/index/jobs-by-status"]
  }
  statement {
    sid       = "RingTheBell"
    actions   = ["sqs:SendMessage"]
    resources = [local.arns.queue]
  }
  statement {
    sid       = "TakeMessagesFromTheQueue"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [local.arns.queue]
  }
  statement {
    sid       = "SayWhenFailedMessagesComeBack"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [local.arns.queue]
  }
  statement {
    sid       = "LaunchRecordersInThisCluster"
    actions   = ["ecs:RunTask"]
    resources = ["${local.arns.recorder_family}:*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [local.arns.cluster]
    }
  }
  statement {
    sid       = "StopRecordersOfCancelledJobs"
    actions   = ["ecs:StopTask"]
    resources = ["${local.arns.tasks}/*"]
  }
  statement {
    sid       = "HandTheRecorderItsRoles"
    actions   = ["iam:PassRole"]
    resources = [local.arns.execution_role, local.arns.task_role]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
  statement {
    sid       = "LinkToRecordings" # A link may do what its signer may. GetObject alone is refused where a version is named.
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
  statement {
    sid       = "BeToldThatAnObjectIsMissing" # Without it S3 answers 403 where 404 is meant.
    actions   = ["s3:ListBucket"]
    resources = [local.arns.bucket]
  }
  statement {
    sid       = "FindWhatJobsMade"
    actions   = ["s3:ListBucketVersions"]
    resources = [local.arns.bucket]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["recordings/*", ".chronicle/rendered/*"]
    }
  }
  statement {
    sid       = "PurgeWhatJobsMade" # Always a version that was named: DeleteObject, which hides what somebody else put there, is not needed.
    actions   = ["s3:DeleteObjectVersion"]
    resources = ["${local.arns.bucket}/recordings/*", "${local.arns.bucket}/.chronicle/rendered/*"]
  }
  statement {
    sid       = "GiveUpUploadsOfPurgedJobs"
    actions   = ["s3:AbortMultipartUpload"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
}

resource "aws_iam_role" "dispatch" {
  name               = local.names.dispatch
  description        = "What Chronicle's dispatch-to-ecs may do"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "dispatch" {
  name   = "dispatch-jobs"
  role   = aws_iam_role.dispatch.id
  policy = data.aws_iam_policy_document.dispatch.json
}

resource "aws_cloudwatch_log_group" "dispatch" {
  name              = local.log_groups.dispatch
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "dispatch" {
  function_name    = local.names.dispatch
  description      = "Takes jobs, launches their recorders, and answers the API"
  role             = aws_iam_role.dispatch.arn
  runtime          = var.lambda_runtime
  handler          = "index.handler"
  filename         = local.zips["dispatch-to-ecs"].path
  source_code_hash = local.zips["dispatch-to-ecs"].hash
  memory_size      = 128
  timeout          = local.dispatch_timeout

  environment {
    variables = {
      API_ORIGIN         = var.api_origins
      CONTAINER_NAME     = local.names.container
      DDB_TABLE          = local.names.table
      ECS_CLUSTER        = local.names.cluster
      ECS_TASK_DEF       = aws_ecs_task_definition.recorder.arn
      MAX_ACTIVE_JOBS    = tostring(var.max_active_jobs == null ? 0 : var.max_active_jobs)
      PRIVATE_SOURCES    = join(",", var.private_sources)
      S3_BUCKET          = local.names.bucket
      SECURITY_GROUP_IDS = aws_security_group.recorder.id
      SQS_QUEUE_URL      = aws_sqs_queue.jobs.url
      SUBNET_IDS         = join(",", local.network.subnet_ids)
      TTL_DAYS           = tostring(var.ttl_days)
    }
  }

  depends_on = [aws_cloudwatch_log_group.dispatch, aws_iam_role_policy.dispatch]

  lifecycle {
    precondition {
      condition     = local.zips["dispatch-to-ecs"].hash != null
      error_message = "${local.zips["dispatch-to-ecs"].path} is not there. Build it at the root of the repository: npm run build"
    }
  }
}

resource "aws_lambda_event_source_mapping" "jobs" {
  function_name           = aws_lambda_function.dispatch.arn
  event_source_arn        = aws_sqs_queue.jobs.arn
  batch_size              = var.queue_batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.queue_maximum_concurrency
  }
}

resource "aws_lambda_permission" "api" {
  statement_id  = "allow-apigateway"
  function_name = aws_lambda_function.dispatch.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/${var.environment}/*"
}
