# The seeder: a task that seeds the torrent of a completed job. All of it is here, and there only where seeding_enabled is true.

locals {
  seeder_count = var.seeding_enabled ? 1 : 0

  seeder_names = {
    container      = "chronicle-transmission"
    execution_role = "chronicle-transmission-execution-${var.environment}"
    family         = "chronicle-transmission-task-${var.environment}"
    images         = "chronicle-transmission-${var.environment}"
    log_group      = "/ecs/chronicle-transmission-${var.environment}"
    task_role      = "chronicle-transmission-task-${var.environment}"
  }
  # Written out for the reason that locals.tf gives.
  seeder_arns = {
    execution_role = "arn:${local.partition}:iam::${local.account}:role/${local.seeder_names.execution_role}"
    family         = "arn:${local.partition}:ecs:${local.region}:${local.account}:task-definition/${local.seeder_names.family}"
    images         = "arn:${local.partition}:ecr:${local.region}:${local.account}:repository/${local.seeder_names.images}"
    log_group      = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.seeder_names.log_group}"
    task_role      = "arn:${local.partition}:iam::${local.account}:role/${local.seeder_names.task_role}"
  }
}

resource "aws_ecr_repository" "seeder" {
  count = local.seeder_count

  name                 = local.seeder_names.images
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.force_destroy

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "seeder" {
  count = local.seeder_count

  repository = aws_ecr_repository.seeder[0].name
  policy     = aws_ecr_lifecycle_policy.recorder.policy
}

resource "aws_cloudwatch_log_group" "seeder" {
  count = local.seeder_count

  name              = local.seeder_names.log_group
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "seeder_execution" {
  count = local.seeder_count

  statement {
    sid       = "LogInToTheImageRegistry"
    actions   = ["ecr:GetAuthorizationToken"] # Known to IAM without a resource only.
    resources = ["*"]
  }
  statement {
    sid       = "PullTheSeederImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [local.seeder_arns.images]
  }
  statement {
    sid       = "WriteTheSeederLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.seeder_arns.log_group}:*"]
  }
}

resource "aws_iam_role" "seeder_execution" {
  count = local.seeder_count

  name               = local.seeder_names.execution_role
  description        = "ECS starts Chronicle's seeders by this role"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "seeder_execution" {
  count = local.seeder_count

  name   = "start-seeders"
  role   = aws_iam_role.seeder_execution[0].id
  policy = data.aws_iam_policy_document.seeder_execution[0].json
}

data "aws_iam_policy_document" "seeder" {
  count = local.seeder_count

  statement {
    sid       = "ReadJobsAndTellHowTheyAreSeeded"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [local.arns.table]
  }
  statement {
    sid       = "ReadTheVersionThatTheTorrentNames"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${local.arns.bucket}/recordings/*"]
  }
  statement {
    sid       = "BeToldThatAnObjectIsMissing" # Without it S3 answers 403 where 404 is meant.
    actions   = ["s3:ListBucket"]
    resources = [local.arns.bucket]
  }
}

resource "aws_iam_role" "seeder" {
  count = local.seeder_count

  name               = local.seeder_names.task_role
  description        = "What Chronicle's seeder may do"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "seeder" {
  count = local.seeder_count

  name   = "seed-torrents"
  role   = aws_iam_role.seeder[0].id
  policy = data.aws_iam_policy_document.seeder[0].json
}

resource "aws_security_group" "seeder" {
  count = local.seeder_count

  name        = "chronicle-transmission-${var.environment}"
  description = "Seeders: everything out, peers in at one port"
  vpc_id      = local.network.vpc_id
  tags        = { Name = "chronicle-transmission-${var.environment}" }

  # BitTorrent over TCP, and over UDP as uTP and DHT.
  dynamic "ingress" {
    for_each = ["tcp", "udp"]

    content {
      description = "Peers"
      protocol    = ingress.value
      from_port   = var.seeding.peer_port
      to_port     = var.seeding.peer_port
      cidr_blocks = ["0.0.0.0/0"]
    }
  }

  egress {
    description = "Peers, trackers and AWS"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

locals {
  # By the names of packages/seeder/src/env.ts. JOB_ID and ATTEMPT come with each launch.
  seeder_environment = merge(local.torrent_settings, {
    DDB_TABLE      = local.names.table
    S3_BUCKET      = local.names.bucket
    SEED_DHT       = tostring(var.seeding.dht)
    SEED_FROM      = var.seeding.from
    SEED_HOURS     = tostring(var.seeding.hours)
    SEED_PEER_PORT = tostring(var.seeding.peer_port)
    SEED_RATIO     = tostring(var.seeding.ratio)
  })

  # What job-lifecycle launches seeders with, by the names of packages/lifecycle/src/env.ts.
  seeder_launch = var.seeding_enabled ? {
    CONTAINER_NAME        = local.seeder_names.container
    SECURITY_GROUP_IDS    = aws_security_group.seeder[0].id
    SUBNET_IDS            = join(",", local.network.subnet_ids)
    TRANSMISSION_TASK_DEF = aws_ecs_task_definition.seeder[0].arn
  } : {}
}

resource "aws_ecs_task_definition" "seeder" {
  count = local.seeder_count

  family                   = local.seeder_names.family
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.seeding.cpu
  memory                   = var.seeding.memory
  task_role_arn            = aws_iam_role.seeder[0].arn
  execution_role_arn       = aws_iam_role.seeder_execution[0].arn
  # A launch is pinned to its revision, and may be repeated.
  skip_destroy = true

  ephemeral_storage {
    size_in_gib = var.seeding.storage_gib
  }

  volume {
    name = "spool"
  }

  container_definitions = jsonencode([{
    name                   = local.seeder_names.container
    image                  = coalesce(var.seeder_image, "${aws_ecr_repository.seeder[0].repository_url}:${var.seeder_image_tag}")
    essential              = true
    stopTimeout            = 60 # For a good-bye to the trackers.
    readonlyRootFilesystem = true
    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { drop = ["ALL"] } # It is nobody's root, and needs none.
    }
    mountPoints = [{ sourceVolume = "spool", containerPath = "/tmp", readOnly = false }]
    # ECS drops variables without a value, and the plan would then differ for ever.
    environment = [for name, value in local.seeder_environment : { name = name, value = value } if value != ""]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = local.seeder_names.log_group
        awslogs-region        = local.region
        awslogs-stream-prefix = "seeder"
      }
    }
  }])
}
