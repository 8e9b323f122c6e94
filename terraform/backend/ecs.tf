# The recorder: cluster, task definition, and its two roles. ECS starts the task by the execution role; the program has the other.

resource "aws_ecs_cluster" "this" {
  name = local.names.cluster

  setting {
    name  = "containerInsights"
    value = "disabled" # It costs about as much as a small task; the dashboard has what is needed.
  }
}

resource "aws_cloudwatch_log_group" "recorder" {
  name              = local.log_groups.recorder
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "LogInToTheImageRegistry"
    actions   = ["ecr:GetAuthorizationToken"] # Known to IAM without a resource only.
    resources = ["*"]
  }
  statement {
    sid       = "PullTheRecorderImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [local.arns.recorder_images]
  }
  statement {
    sid       = "WriteTheRecorderLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arns.recorder}:*"]
  }
}

resource "aws_iam_role" "execution" {
  name               = local.names.execution_role
  description        = "ECS starts Chronicle's recorders by this role"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-recorders"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

data "aws_iam_policy_document" "recorder" {
  statement {
    sid       = "ReadAndMoveOnJobs"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "UploadRecordings"
    actions   = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
  statement {
    sid       = "ReadWhatNeedsATorrent" # Its own recordings, and any object that a function has no time for.
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"]
    resources = ["${local.arns.bucket}/*"]
  }
  statement {
    sid       = "PublishTorrents"
    actions   = ["s3:PutObject"]
    resources = ["${local.arns.bucket}/*.torrent"]
  }
  statement {
    sid       = "WithdrawTorrents" # Of objects that are gone; for good where the object is gone for good.
    actions   = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    resources = ["${local.arns.bucket}/*.torrent"]
  }
  statement {
    sid       = "BeToldThatAnObjectIsMissing" # Without it S3 answers 403 where 404 is meant.
    actions   = ["s3:ListBucket"]
    resources = [local.arns.bucket]
  }
}

resource "aws_iam_role" "recorder" {
  name               = local.names.task_role
  description        = "What Chronicle's recorder may do"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "recorder" {
  name   = "record-streams"
  role   = aws_iam_role.recorder.id
  policy = data.aws_iam_policy_document.recorder.json
}

locals {
  # By the names of packages/recorder/src/env.ts. JOB_ID, ATTEMPT and LAUNCH come with each launch.
  recorder_environment = merge(local.torrent_settings, {
    DDB_TABLE            = local.names.table
    MAX_DURATION_SECONDS = tostring(var.max_duration_seconds)
    PRIVATE_SOURCES      = join(",", var.private_sources)
    S3_BUCKET            = local.names.bucket
    TTL_DAYS             = tostring(var.ttl_days)
  })
}

locals {
  # The image starts as root. Of the capabilities that a container has, these are not needed; on Fargate they can be taken away one by
  # one but not given (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html), so ALL less some is no way.
  # What is left makes another user of the tools (SETUID, SETGID), gives them their files (CHOWN), ends them (KILL) and clears
  # away what they left (DAC_OVERRIDE).
  recorder_dropped_capabilities = [
    "AUDIT_WRITE", "FOWNER", "FSETID", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETPCAP", "SYS_CHROOT",
  ]
}

resource "aws_ecs_task_definition" "recorder" {
  family                   = local.names.recorder_family
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.recorder_size.cpu
  memory                   = var.recorder_size.memory
  task_role_arn            = aws_iam_role.recorder.arn
  execution_role_arn       = aws_iam_role.execution.arn
  # A launch is pinned to its revision, so an old one stays until its jobs have ended.
  skip_destroy = true

  ephemeral_storage {
    size_in_gib = var.recorder_size.storage_gib
  }

  volume {
    name = "spool"
  }

  container_definitions = jsonencode([{
    name                   = local.names.container
    image                  = coalesce(var.recorder_image, "${aws_ecr_repository.recorder.repository_url}:${var.recorder_image_tag}")
    essential              = true
    stopTimeout            = 120 # The most that Fargate gives a recording to be finished in.
    readonlyRootFilesystem = true
    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { drop = local.recorder_dropped_capabilities }
    }
    mountPoints = [{ sourceVolume = "spool", containerPath = "/tmp", readOnly = false }]
    # ECS drops variables without a value, and the plan would then differ for ever.
    environment = [for name, value in local.recorder_environment : { name = name, value = value } if value != ""]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = local.log_groups.recorder
        awslogs-region        = local.region
        awslogs-stream-prefix = "recorder"
      }
    }
  }])
}
