# s3-torrent-creator: puts a torrent beside every object of the bucket, also of those that were there before it, and leads to it.

data "aws_iam_policy_document" "torrent_creator" {
  statement {
    sid       = "WriteTheFunctionLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arns.torrent_creator}:*"]
  }
  statement {
    sid       = "NoteTorrentsInRows"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "ReadTheVersionThatTheEventNames" # GetObject alone is refused as soon as a request has a version id.
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"]
    resources = ["${local.arns.bucket}/*"]
  }
  statement {
    sid       = "ListObjects" # Backfills do. Also, without it S3 answers 403 where 404 is meant.
    actions   = ["s3:ListBucket"]
    resources = [local.arns.bucket]
  }
  statement {
    sid       = "FindWhoseRecordingIsGone" # Where its torrent, which says it, went before: the last version says it, too.
    actions   = ["s3:ListBucketVersions"]
    resources = [local.arns.bucket]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["recordings/*"]
    }
  }
  statement {
    sid       = "PublishTorrents" # Beside their objects, and rendered for download, which also ends so.
    actions   = ["s3:PutObject"]
    resources = ["${local.arns.bucket}/*.torrent"]
  }
  statement {
    sid       = "WithdrawTorrents" # Of objects that are gone; for good where the object is gone for good.
    actions   = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    resources = ["${local.arns.bucket}/*.torrent"]
  }
  statement {
    sid       = "OrderTorrentsOfItself" # And starts backfills.
    actions   = ["lambda:InvokeFunction"]
    resources = [local.arns.torrent_creator]
  }
  statement {
    sid       = "LeaveEventsThatCouldNotBeTaken"
    actions   = ["sqs:SendMessage"]
    resources = [local.arns.failed_events]
  }
}

resource "aws_iam_role" "torrent_creator" {
  name               = local.names.torrent_creator
  description        = "What Chronicle's s3-torrent-creator may do"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "torrent_creator" {
  name   = "create-torrents"
  role   = aws_iam_role.torrent_creator.id
  policy = data.aws_iam_policy_document.torrent_creator.json
}

resource "aws_cloudwatch_log_group" "torrent_creator" {
  name              = local.log_groups.torrent_creator
  retention_in_days = var.log_retention_days
}

# transmission-create with everything that it needs. A version is never changed, and goes when no function has it any more.
resource "aws_lambda_layer_version" "transmission_tools" {
  count = var.torrent_engine == "transmission" ? 1 : 0

  layer_name               = local.names.layer
  description              = "transmission-create with everything that it needs"
  filename                 = local.layer_zip
  source_code_hash         = fileexists(local.layer_zip) ? filebase64sha256(local.layer_zip) : null
  compatible_runtimes      = [var.lambda_runtime]
  compatible_architectures = ["x86_64"]

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = fileexists(local.layer_zip)
      error_message = "${local.layer_zip} is not there. Build it at the root of the repository: util/build-transmission-lambda-layer.sh"
    }
  }
}

resource "aws_lambda_function" "torrent_creator" {
  function_name    = local.names.torrent_creator
  description      = "Makes the torrents of uploaded objects, and answers the API about them"
  role             = aws_iam_role.torrent_creator.arn
  runtime          = var.lambda_runtime
  handler          = "index.handler"
  filename         = local.zips["s3-torrent-creator"].path
  source_code_hash = local.zips["s3-torrent-creator"].hash
  memory_size      = var.torrent_creator.memory_size
  timeout          = var.torrent_creator.timeout
  architectures    = ["x86_64"] # The layer's programs are for this one.
  layers           = aws_lambda_layer_version.transmission_tools[*].arn

  reserved_concurrent_executions = coalesce(var.torrent_creator.reserved_concurrency, -1)

  ephemeral_storage {
    size = var.torrent_creator.storage_mb
  }

  environment {
    variables = merge(local.torrent_settings, {
      API_ORIGIN     = var.api_origins
      DDB_TABLE      = local.names.table
      S3_BUCKET      = local.names.bucket
      TORRENT_ENGINE = var.torrent_engine
      # Empty, it is not set: the function finds out by its pace.
      TORRENT_MOST_BYTES = var.torrent_creator.most_bytes == null ? "" : tostring(var.torrent_creator.most_bytes)
      TTL_DAYS           = tostring(var.ttl_days)
    })
  }

  depends_on = [aws_cloudwatch_log_group.torrent_creator, aws_iam_role_policy.torrent_creator]

  lifecycle {
    precondition {
      condition     = local.zips["s3-torrent-creator"].hash != null
      error_message = "${local.zips["s3-torrent-creator"].path} is not there. Build it at the root of the repository: npm run build"
    }
  }
}

resource "aws_lambda_function_event_invoke_config" "torrent_creator" {
  function_name                = aws_lambda_function.torrent_creator.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 6 * 3600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_events.arn
    }
  }
}

resource "aws_lambda_permission" "api_torrents" {
  statement_id  = "allow-apigateway"
  function_name = aws_lambda_function.torrent_creator.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/${var.environment}/*"
}

# A bucket's name can be had again by somebody else once it is deleted; the account cannot.
resource "aws_lambda_permission" "bucket" {
  statement_id   = "allow-s3"
  function_name  = aws_lambda_function.torrent_creator.function_name
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_arn     = local.arns.bucket
  source_account = local.account
}

# What happens to an object, whichever way it happens, is told: its torrent comes and goes with it.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
# The only notification of this bucket: S3 keeps one configuration, and a second resource would replace it. Its filters cannot
# leave out a suffix, so torrents are told too and the function passes them over.
resource "aws_s3_bucket_notification" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  lambda_function {
    id                  = "s3-torrent-creator"
    lambda_function_arn = aws_lambda_function.torrent_creator.arn
    events              = ["s3:LifecycleExpiration:*", "s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectRestore:Completed"]
  }

  depends_on = [aws_lambda_permission.bucket]
}
