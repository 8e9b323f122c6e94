# The seeder, where it is wanted; nothing of it where it is not. The first run is what the local stack is compared with.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
  seeding_enabled   = true
}

run "job_lifecycle_is_told_all_that_a_launch_needs" {
  command = plan

  assert {
    condition = jsonencode({ for name, value in aws_lambda_function.lifecycle.environment[0].variables : name => value if !contains(["DDB_TABLE", "MAX_ATTEMPTS", "MAX_DURATION_SECONDS", "PUBLIC_BASE_URL", "SQS_QUEUE_URL", "TORRENT_FUNCTION", "TRACKERS", "TTL_DAYS"], name) }) == jsonencode({
      CONTAINER_NAME        = jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].name
      ECS_CLUSTER           = "chronicle-cluster-dev"
      SECURITY_GROUP_IDS    = aws_security_group.seeder[0].id
      SUBNET_IDS            = "subnet-0123456789abcdef0,subnet-0123456789abcdef0"
      TRANSMISSION_TASK_DEF = aws_ecs_task_definition.seeder[0].arn
    })
    error_message = "job-lifecycle is told something else than packages/lifecycle/src/env.ts asks for where jobs are seeded"
  }
}

run "nothing_of_it_is_made_where_it_is_not_wanted" {
  command = plan

  variables {
    seeding_enabled = false
  }

  assert {
    condition = 0 == sum([
      length(aws_ecs_task_definition.seeder), length(aws_ecr_repository.seeder), length(aws_ecr_lifecycle_policy.seeder), length(aws_security_group.seeder), length(aws_iam_role.seeder),
      length(aws_iam_role.seeder_execution), length(aws_iam_role_policy.seeder), length(aws_iam_role_policy.seeder_execution), length(aws_cloudwatch_log_group.seeder),
    ])
    error_message = "without seeding there must be no port, no role and no image repository for it"
  }
  assert {
    condition     = keys(aws_lambda_function.lifecycle.environment[0].variables) == tolist(["DDB_TABLE", "ECS_CLUSTER", "MAX_ATTEMPTS", "MAX_DURATION_SECONDS", "PUBLIC_BASE_URL", "SQS_QUEUE_URL", "TORRENT_FUNCTION", "TRACKERS", "TTL_DAYS"])
    error_message = "without seeding job-lifecycle must not know of seeders"
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.lifecycle.statement : !contains(s.actions, "ecs:RunTask") && !contains(s.actions, "iam:PassRole")])
    error_message = "without seeding job-lifecycle must not be able to launch anything"
  }
}

run "seeders_are_launched_in_this_cluster_and_get_their_own_roles" {
  command = plan

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.lifecycle.statement : s.sid => [s.actions, sort(s.resources), [for c in s.condition : [c.test, c.variable, c.values]]] if contains(["LaunchSeedersInThisCluster", "HandTheSeederItsRoles"], s.sid) }) == jsonencode({
      LaunchSeedersInThisCluster = [
        ["ecs:RunTask"], ["arn:aws:ecs:eu-central-1:111122223333:task-definition/chronicle-transmission-task-dev:*"],
        [["ArnEquals", "ecs:cluster", ["arn:aws:ecs:eu-central-1:111122223333:cluster/chronicle-cluster-dev"]]],
      ]
      HandTheSeederItsRoles = [
        ["iam:PassRole"], ["arn:aws:iam::111122223333:role/chronicle-transmission-execution-dev", "arn:aws:iam::111122223333:role/chronicle-transmission-task-dev"],
        [["StringEquals", "iam:PassedToService", ["ecs-tasks.amazonaws.com"]]],
      ]
    })
    error_message = "job-lifecycle must launch seeders alone, in its own cluster, and hand their two roles to ECS tasks alone"
  }
  assert {
    condition = jsonencode([aws_iam_role.seeder[0].name, aws_iam_role.seeder_execution[0].name, aws_ecs_task_definition.seeder[0].family]) == jsonencode(
      ["chronicle-transmission-task-dev", "chronicle-transmission-execution-dev", "chronicle-transmission-task-dev"]
    )
    error_message = "what may be passed and launched must be what there is"
  }
}

run "a_seeder_may_do_exactly_what_it_does" {
  command = plan

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.seeder[0].statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      ReadJobsAndTellHowTheyAreSeeded   = [["dynamodb:GetItem", "dynamodb:UpdateItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      ReadTheVersionThatTheTorrentNames = [["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      BeToldThatAnObjectIsMissing       = [["s3:ListBucket"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
    })
    error_message = "the seeder may do more or less than it does"
  }
  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.seeder_execution[0].statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      LogInToTheImageRegistry = [["ecr:GetAuthorizationToken"], ["*"]]
      PullTheSeederImage      = [["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], ["arn:aws:ecr:eu-central-1:111122223333:repository/chronicle-transmission-dev"]]
      WriteTheSeederLog       = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/chronicle-transmission-dev:*"]]
    })
    error_message = "ECS may do more or less than starting a seeder needs"
  }
}

run "the_seeder_is_told_exactly_what_its_schema_asks_for" {
  command = plan

  variables {
    trackers        = ["udp://tracker.example.com:6969"]
    public_base_url = "https://media.example.com"
    seeding         = { ratio = 1.5, hours = 0.5, peer_port = 6881, dht = false, from = "web-seed" }
  }

  # The other side is packages/seeder/src/env.ts, less what comes with a launch (JOB_ID, ATTEMPT), by hand (TORRENT_KEY, SEED_FOLDER),
  # and what the image or ECS set.
  assert {
    condition = jsonencode({ for v in jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].environment : v.name => v.value }) == jsonencode({
      DDB_TABLE       = "jobs-dev"
      PUBLIC_BASE_URL = "https://media.example.com"
      S3_BUCKET       = "chronicle-recordings-dev-111122223333"
      SEED_DHT        = "false"
      SEED_FROM       = "web-seed"
      SEED_HOURS      = "0.5"
      SEED_PEER_PORT  = "6881"
      SEED_RATIO      = "1.5"
      TRACKERS        = "udp://tracker.example.com:6969"
    })
    error_message = "the seeder is told something else than packages/seeder/src/env.ts asks for"
  }
}

run "peers_come_in_at_one_port_and_nobody_else_anywhere" {
  command = plan

  variables {
    seeding = { peer_port = 6881 }
  }

  assert {
    condition = sort([for rule in aws_security_group.seeder[0].ingress : "${rule.protocol} ${rule.from_port}-${rule.to_port} ${join(",", rule.cidr_blocks)}"]) == tolist([
      "tcp 6881-6881 0.0.0.0/0", "udp 6881-6881 0.0.0.0/0",
    ])
    error_message = "peers connect at the peer port, by TCP and UDP, and nothing else comes in: the client's RPC least of all"
  }
  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].environment, { name = "SEED_PEER_PORT", value = "6881" })
    error_message = "the port that is open must be the one that the seeder listens at"
  }
  assert {
    condition     = length(aws_security_group.recorder.ingress) == 0
    error_message = "nobody may connect to a recorder, seeded or not"
  }
}

run "a_seeder_ends_by_itself_has_room_and_writes_to_tmp_alone" {
  command = plan

  assert {
    condition = alltrue([for name, value in { SEED_RATIO = "2", SEED_HOURS = "24" } :
      contains(jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].environment, { name = name, value = value })
    ])
    error_message = "a seeder must end, by ratio or time, unless somebody wants it otherwise"
  }
  assert {
    condition     = aws_ecs_task_definition.seeder[0].ephemeral_storage[0].size_in_gib > 9900 * 8 / 1024
    error_message = "the disk must hold the largest recording"
  }
  assert {
    condition = alltrue([
      jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].readonlyRootFilesystem,
      jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].linuxParameters.initProcessEnabled,
      jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].stopTimeout == 60,
      jsonencode(jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].mountPoints) == jsonencode([{ containerPath = "/tmp", readOnly = false, sourceVolume = one(aws_ecs_task_definition.seeder[0].volume).name }]),
    ])
    error_message = "the seeder writes to /tmp and nowhere else, and has the time to say good-bye"
  }
  assert {
    condition     = jsonencode(jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].linuxParameters.capabilities) == jsonencode({ drop = ["ALL"] })
    error_message = "the seeder needs no capability"
  }
}

run "a_launch_of_a_seeder_keeps_its_task_definition_and_image" {
  command = plan

  assert {
    condition     = aws_ecs_task_definition.seeder[0].skip_destroy
    error_message = "a launch is pinned to its revision, so a deploy must not take the old one away"
  }
  assert {
    condition     = aws_ecr_repository.seeder[0].image_tag_mutability == "IMMUTABLE" && endswith(jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].image, ":0.1.0")
    error_message = "a tag means one image for good"
  }
}

run "the_end_of_seeders_is_heard_too" {
  command = plan

  assert {
    condition     = jsonencode(jsondecode(aws_cloudwatch_event_rule.task_state.event_pattern).detail.group) == jsonencode(["family:chronicle-recorder-task-dev", "family:chronicle-transmission-task-dev"])
    error_message = "the rule must hear of recorders and seeders, and of no other family"
  }
  assert {
    condition     = aws_cloudwatch_log_group.seeder[0].name == jsondecode(aws_ecs_task_definition.seeder[0].container_definitions)[0].logConfiguration.options.awslogs-group && aws_cloudwatch_log_group.seeder[0].retention_in_days == 30
    error_message = "the seeder's log must go to its group, and end"
  }
}

run "the_dashboard_shows_what_becomes_of_seeding" {
  command = plan

  assert {
    condition     = alltrue([for name in ["SeederLaunched", "SeedingFailed"] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "SUM(${name})")])
    error_message = "a metric of seeding is not on the dashboard"
  }
}

run "seeding_for_ever_is_refused" {
  command = plan

  variables {
    seeding = { ratio = 0, hours = 0 }
  }

  expect_failures = [var.seeding]
}

run "seeding_longer_than_the_row_lives_is_refused" {
  command = plan

  variables {
    ttl_days = 1
    seeding  = { hours = 25 }
  }

  expect_failures = [var.seeding]
}

run "a_port_that_only_root_may_open_is_refused" {
  command = plan

  variables {
    seeding = { peer_port = 443 }
  }

  expect_failures = [var.seeding]
}

run "seeding_from_a_web_seed_that_there_is_not_is_refused" {
  command = plan

  variables {
    seeding = { from = "web-seed" }
  }

  expect_failures = [var.seeding]
}

run "sizes_that_fargate_does_not_sell_and_moving_tags_are_refused" {
  command = plan

  variables {
    seeding          = { cpu = 512, memory = 512, storage_gib = 10 }
    seeder_image     = "registry.example.com/seeder:latest"
    seeder_image_tag = "latest"
  }

  expect_failures = [var.seeding, var.seeder_image, var.seeder_image_tag]
}
