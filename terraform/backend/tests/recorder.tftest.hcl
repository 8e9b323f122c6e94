# The recorder: its task, its network, and who hears of its end.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "the_recorder_is_told_exactly_what_its_schema_asks_for" {
  command = plan

  variables {
    trackers             = ["udp://tracker.example.com:6969"]
    public_base_url      = "https://media.example.com"
    max_duration_seconds = 600
    private_sources      = ["10.0.0.7:8080", "nas.example.internal:80"]
    ttl_days             = 7
  }

  # The other side is packages/recorder/src/env.ts, less what comes with a launch (JOB_ID, ATTEMPT, LAUNCH) and what the image
  # or ECS set.
  assert {
    condition = jsonencode({ for v in jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].environment : v.name => v.value }) == jsonencode({
      DDB_TABLE            = "jobs-dev"
      MAX_DURATION_SECONDS = "600"
      PRIVATE_SOURCES      = "10.0.0.7:8080,nas.example.internal:80"
      PUBLIC_BASE_URL      = "https://media.example.com"
      S3_BUCKET            = "chronicle-recordings-dev-111122223333"
      TRACKERS             = "udp://tracker.example.com:6969"
      TTL_DAYS             = "7"
    })
    error_message = "the recorder is told something else than packages/recorder/src/env.ts asks for"
  }
  assert {
    condition     = aws_lambda_function.dispatch.environment[0].variables.PRIVATE_SOURCES == "10.0.0.7:8080,nas.example.internal:80"
    error_message = "who takes a URL must allow what the recorder may fetch"
  }
}

run "variables_without_a_value_are_left_out_because_ecs_drops_them" {
  command = plan

  assert {
    condition     = sort(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].environment[*].name) == tolist(["DDB_TABLE", "MAX_DURATION_SECONDS", "S3_BUCKET", "TTL_DAYS"])
    error_message = "without trackers and web seed neither may be in the task definition"
  }
}

run "a_recorder_has_time_to_finish_and_room_to_write" {
  command = plan

  assert {
    condition     = jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].stopTimeout == 120
    error_message = "a recording is finished within the stop time-out, and Fargate gives 120 seconds at most"
  }
  assert {
    condition = jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].readonlyRootFilesystem && jsonencode(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].mountPoints) == jsonencode(
      [{ containerPath = "/tmp", readOnly = false, sourceVolume = one(aws_ecs_task_definition.recorder.volume).name }]
    )
    error_message = "the recorder writes to /tmp and nowhere else"
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].linuxParameters.initProcessEnabled
    error_message = "without an init process nobody collects the recorder's dead children"
  }
  assert {
    # What Docker gives by default, less what the recorder needs: CHOWN, DAC_OVERRIDE, KILL, SETGID, SETUID.
    condition = jsonencode(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].linuxParameters.capabilities) == jsonencode({
      drop = ["AUDIT_WRITE", "FOWNER", "FSETID", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETPCAP", "SYS_CHROOT"]
    })
    error_message = "the recorder is root with the five capabilities that make its tools another user, and no more"
  }
  assert {
    # 9,900 parts of 8 MiB is where a recording ends; the disk holds all of it until then.
    condition     = aws_ecs_task_definition.recorder.ephemeral_storage[0].size_in_gib > 9900 * 8 / 1024
    error_message = "the disk must hold the largest recording"
  }
  assert {
    condition = jsonencode(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].logConfiguration.options) == jsonencode({
      awslogs-group = aws_cloudwatch_log_group.recorder.name, awslogs-region = "eu-central-1", awslogs-stream-prefix = "recorder"
    })
    error_message = "the recorder's log must go to its group"
  }
}

run "a_launch_keeps_its_task_definition_and_image" {
  command = plan

  assert {
    condition     = aws_ecs_task_definition.recorder.skip_destroy
    error_message = "a launch is pinned to its revision, so a deploy must not take the old one away"
  }
  assert {
    condition     = aws_ecr_repository.recorder.image_tag_mutability == "IMMUTABLE" && endswith(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].image, ":0.1.0")
    error_message = "a tag means one image for good"
  }
  assert {
    condition = jsonencode([aws_ecs_task_definition.recorder.family, aws_ecs_task_definition.recorder.network_mode, aws_ecs_task_definition.recorder.requires_compatibilities, aws_ecs_task_definition.recorder.cpu, aws_ecs_task_definition.recorder.memory]) == jsonencode(
      ["chronicle-recorder-task-dev", "awsvpc", ["FARGATE"], "512", "1024"]
    )
    error_message = "the task is a Fargate task of 512 CPU units and 1024 MiB, in the family that dispatch-to-ecs may run"
  }
}

run "nothing_comes_in" {
  command = plan

  assert {
    condition     = length(aws_security_group.recorder.ingress) == 0
    error_message = "nobody may connect to a recorder"
  }
  assert {
    condition     = jsonencode([for rule in aws_security_group.recorder.egress : [rule.protocol, rule.cidr_blocks]]) == jsonencode([["-1", ["0.0.0.0/0"]]])
    error_message = "a recorder reaches any stream"
  }
}

run "recorders_have_two_zones_and_a_free_way_to_s3" {
  command = plan

  assert {
    condition     = jsonencode(aws_subnet.public[*].availability_zone) == jsonencode(["eu-central-1a", "eu-central-1b"]) && jsonencode(aws_subnet.public[*].cidr_block) == jsonencode(["10.40.0.0/24", "10.40.1.0/24"])
    error_message = "Fargate has room in one zone when it has none in another"
  }
  assert {
    condition     = jsonencode({ for key, endpoint in aws_vpc_endpoint.gateway : key => [endpoint.vpc_endpoint_type, endpoint.service_name] }) == jsonencode({ dynamodb = ["Gateway", "com.amazonaws.eu-central-1.dynamodb"], s3 = ["Gateway", "com.amazonaws.eu-central-1.s3"] })
    error_message = "recordings go to S3 by its gateway endpoint"
  }
}

run "your_own_network_is_used_as_it_is" {
  command = plan

  variables {
    existing_network = { vpc_id = "vpc-0aaaaaaaaaaaaaaaa", subnet_ids = ["subnet-0bbbbbbbbbbbbbbbb", "subnet-0cccccccccccccccc"] }
  }

  assert {
    condition     = length(aws_vpc.this) + length(aws_subnet.public) + length(aws_vpc_endpoint.gateway) + length(aws_route_table.public) + length(aws_internet_gateway.this) + length(aws_default_security_group.unused) == 0
    error_message = "nothing is made in a network that exists"
  }
  assert {
    condition     = aws_security_group.recorder.vpc_id == "vpc-0aaaaaaaaaaaaaaaa" && aws_lambda_function.dispatch.environment[0].variables.SUBNET_IDS == "subnet-0bbbbbbbbbbbbbbbb,subnet-0cccccccccccccccc"
    error_message = "recorders run in the network that was given"
  }
}

run "the_end_of_our_tasks_and_of_no_others_is_heard" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_cloudwatch_event_rule.task_state.event_pattern)) == jsonencode({
      source      = ["aws.ecs"]
      detail-type = ["ECS Task State Change"]
      detail = {
        clusterArn = ["arn:aws:ecs:eu-central-1:111122223333:cluster/chronicle-cluster-dev"]
        group      = ["family:chronicle-recorder-task-dev", "family:chronicle-transmission-task-dev"]
        lastStatus = ["STOPPED"]
      }
    })
    error_message = "the rule must hear of this cluster's and this family's stopped tasks, from ECS"
  }
  assert {
    condition     = aws_cloudwatch_event_target.lifecycle.arn == aws_lambda_function.lifecycle.arn && aws_cloudwatch_event_rule.task_state.name == "chronicle-task-state-dev"
    error_message = "what it hears goes to job-lifecycle"
  }
}

run "the_cdn_is_the_web_seed_of_every_torrent" {
  command = plan

  variables {
    cdn_enabled = true
  }

  assert {
    condition = alltrue([
      aws_lambda_function.torrent_creator.environment[0].variables.PUBLIC_BASE_URL == "https://mock.cloudfront.net",
      contains(jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].environment, { name = "PUBLIC_BASE_URL", value = "https://mock.cloudfront.net" }),
    ])
    error_message = "both makers of torrents must name the CDN, or the same object has two torrents"
  }
}
