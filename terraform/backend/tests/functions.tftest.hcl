# What each Lambda is, what it is told, and what calls it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "each_function_is_told_exactly_what_its_schema_asks_for" {
  command = plan

  # The other side is packages/*/src/env.ts. AWS_ENDPOINT_URL and LAYER_FOLDERS are never here: emulators have them.
  assert {
    condition     = keys(aws_lambda_function.dispatch.environment[0].variables) == tolist(["API_ORIGIN", "CONTAINER_NAME", "DDB_TABLE", "ECS_CLUSTER", "ECS_TASK_DEF", "MAX_ACTIVE_JOBS", "PRIVATE_SOURCES", "S3_BUCKET", "SECURITY_GROUP_IDS", "SQS_QUEUE_URL", "SUBNET_IDS", "TTL_DAYS"])
    error_message = "dispatch-to-ecs is told something else than packages/dispatch/src/env.ts asks for"
  }
  assert {
    condition     = keys(aws_lambda_function.lifecycle.environment[0].variables) == tolist(["DDB_TABLE", "ECS_CLUSTER", "MAX_ATTEMPTS", "MAX_DURATION_SECONDS", "PUBLIC_BASE_URL", "SQS_QUEUE_URL", "TORRENT_FUNCTION", "TRACKERS", "TTL_DAYS"])
    error_message = "job-lifecycle is told something else than packages/lifecycle/src/env.ts asks for"
  }
  assert {
    condition     = keys(aws_lambda_function.torrent_creator.environment[0].variables) == tolist(["API_ORIGIN", "DDB_TABLE", "PUBLIC_BASE_URL", "S3_BUCKET", "TORRENT_ENGINE", "TORRENT_MOST_BYTES", "TRACKERS", "TTL_DAYS"])
    error_message = "s3-torrent-creator is told something else than packages/torrent-creator/src/env.ts asks for"
  }
}

run "names_in_the_environment_are_the_names_of_the_resources" {
  command = plan

  variables {
    ttl_days        = 7
    trackers        = ["udp://tracker.example.com:6969/announce", "https://tracker.example.com/announce"]
    public_base_url = "https://media.example.com"
  }

  assert {
    condition = alltrue([for variables in [
      aws_lambda_function.dispatch.environment[0].variables, aws_lambda_function.lifecycle.environment[0].variables, aws_lambda_function.torrent_creator.environment[0].variables,
    ] : variables.DDB_TABLE == aws_dynamodb_table.jobs.name && variables.TTL_DAYS == "7"])
    error_message = "every function must be told the table and how long its rows are kept"
  }
  assert {
    condition = alltrue([
      aws_lambda_function.dispatch.environment[0].variables.S3_BUCKET == aws_s3_bucket.recordings.bucket,
      aws_lambda_function.dispatch.environment[0].variables.ECS_CLUSTER == aws_ecs_cluster.this.name,
      aws_lambda_function.dispatch.environment[0].variables.CONTAINER_NAME == jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].name,
      length(split(",", aws_lambda_function.dispatch.environment[0].variables.SUBNET_IDS)) == 2,
    ])
    error_message = "dispatch-to-ecs is told names that the stack does not have"
  }
  assert {
    condition = alltrue([
      aws_lambda_function.torrent_creator.environment[0].variables.S3_BUCKET == aws_s3_bucket.recordings.bucket,
      aws_lambda_function.torrent_creator.environment[0].variables.TRACKERS == "udp://tracker.example.com:6969/announce,https://tracker.example.com/announce",
      aws_lambda_function.torrent_creator.environment[0].variables.PUBLIC_BASE_URL == "https://media.example.com",
    ])
    error_message = "s3-torrent-creator is told names that the stack does not have"
  }
  assert {
    condition = alltrue([
      aws_lambda_function.lifecycle.environment[0].variables.ECS_CLUSTER == aws_ecs_cluster.this.name,
      aws_lambda_function.lifecycle.environment[0].variables.TRACKERS == aws_lambda_function.torrent_creator.environment[0].variables.TRACKERS,
      aws_lambda_function.lifecycle.environment[0].variables.PUBLIC_BASE_URL == "https://media.example.com",
      aws_lambda_function.lifecycle.environment[0].variables.TORRENT_FUNCTION == aws_lambda_function.torrent_creator.function_name,
    ])
    error_message = "job-lifecycle is told another cluster or torrent creator than the stack has, or other torrents than that makes"
  }
}

run "the_torrent_creator_takes_what_room_there_is" {
  command = plan

  assert {
    condition     = aws_lambda_function.torrent_creator.reserved_concurrent_executions == -1
    error_message = "no room of the account must be reserved unasked: new accounts have little, of which 100 must stay free"
  }
}

run "the_torrent_creator_takes_no_more_room_than_it_is_given" {
  command = plan

  variables {
    torrent_creator = { reserved_concurrency = 50 }
  }

  assert {
    condition     = aws_lambda_function.torrent_creator.reserved_concurrent_executions == 50
    error_message = "a large backfill would take the room of all other functions"
  }
}

run "recorders_and_who_judges_them_are_told_the_same_limits" {
  command = plan

  variables {
    max_duration_seconds = 600
    max_attempts         = 5
  }

  assert {
    condition = alltrue([
      aws_lambda_function.lifecycle.environment[0].variables.MAX_DURATION_SECONDS == "600",
      contains([for v in jsondecode(aws_ecs_task_definition.recorder.container_definitions)[0].environment : v.value if v.name == "MAX_DURATION_SECONDS"], "600"),
      aws_lambda_function.lifecycle.environment[0].variables.MAX_ATTEMPTS == "5",
    ])
    error_message = "a recorder may be stopped while it keeps to its limit, or the attempts are not those that were set"
  }
}

run "code_is_the_prebuilt_zip_and_its_hash" {
  command = plan

  assert {
    condition = jsonencode([for f in [aws_lambda_function.dispatch, aws_lambda_function.lifecycle, aws_lambda_function.torrent_creator] : [f.filename, f.source_code_hash]]) == jsonencode(
      [for name in ["dispatch-to-ecs", "job-lifecycle", "s3-torrent-creator"] : ["./tests/fixtures/lambda/${name}.zip", filebase64sha256("./tests/fixtures/lambda/${name}.zip")]]
    )
    error_message = "a changed zip must change its own function"
  }
}

run "any_number_of_jobs_is_recorded_at_once_unless_a_bound_is_set" {
  command = plan

  assert {
    condition     = aws_lambda_function.dispatch.environment[0].variables.MAX_ACTIVE_JOBS == "0"
    error_message = "without max_active_jobs nothing is bounded, which the dispatcher is told as 0"
  }
}

run "a_bound_on_the_jobs_at_once_is_told_to_the_dispatcher" {
  command = plan

  variables {
    max_active_jobs = 25
  }

  assert {
    condition     = aws_lambda_function.dispatch.environment[0].variables.MAX_ACTIVE_JOBS == "25"
    error_message = "the dispatcher must be told max_active_jobs"
  }
}

run "sizes_are_those_that_the_programs_are_tested_with" {
  command = plan

  assert {
    condition = jsonencode([for f in [aws_lambda_function.dispatch, aws_lambda_function.lifecycle, aws_lambda_function.torrent_creator] : [f.function_name, f.runtime, f.handler, f.memory_size, f.timeout]]) == jsonencode([
      ["dispatch-to-ecs-dev", "nodejs22.x", "index.handler", 128, 30],
      ["job-lifecycle-dev", "nodejs22.x", "index.handler", 512, 300],
      ["s3-torrent-creator-dev", "nodejs22.x", "index.handler", 1024, 300],
    ])
    error_message = "a function's name, runtime, handler, memory or time-out is not what it is locally"
  }
}

run "without_transmission_there_is_no_layer" {
  command = plan

  assert {
    condition     = length(aws_lambda_layer_version.transmission_tools) == 0 && length(aws_lambda_function.torrent_creator.layers) == 0
    error_message = "streaming needs no layer, and nobody should have to build one for it"
  }
  assert {
    condition     = aws_lambda_function.torrent_creator.environment[0].variables.TORRENT_ENGINE == "auto" && aws_lambda_function.torrent_creator.ephemeral_storage[0].size == 512
    error_message = "the function must choose by itself, with the room that Lambda gives for nothing"
  }
}

run "each_engine_can_be_chosen" {
  command = plan

  variables {
    torrent_engine = "part-checksums"
  }

  assert {
    condition     = aws_lambda_function.torrent_creator.environment[0].variables.TORRENT_ENGINE == "part-checksums" && length(aws_lambda_function.torrent_creator.layers) == 0
    error_message = "the function must be told the engine, which needs no layer"
  }
}

run "transmission_comes_in_a_layer_of_the_prebuilt_zip" {
  command = plan

  variables {
    torrent_engine         = "transmission"
    transmission_layer_zip = "./tests/fixtures/lambda/transmission_tools_layer.zip"
    torrent_creator        = { storage_mb = 10240 }
  }

  assert {
    condition = jsonencode([for l in aws_lambda_layer_version.transmission_tools : [l.layer_name, l.filename, l.source_code_hash]]) == jsonencode([
      ["transmission-tools-dev", "./tests/fixtures/lambda/transmission_tools_layer.zip", filebase64sha256("./tests/fixtures/lambda/transmission_tools_layer.zip")]
    ])
    error_message = "the layer must be the prebuilt zip, and a changed zip must make a new version"
  }
  assert {
    condition = alltrue([for l in aws_lambda_layer_version.transmission_tools :
      l.compatible_runtimes == toset([aws_lambda_function.torrent_creator.runtime]) && l.compatible_architectures == toset(aws_lambda_function.torrent_creator.architectures)
    ])
    error_message = "the layer must be for the runtime and the architecture of the function that has it"
  }
  assert {
    condition     = aws_lambda_function.torrent_creator.layers == tolist(aws_lambda_layer_version.transmission_tools[*].arn)
    error_message = "the function must have the layer, and that alone"
  }
  assert {
    condition     = aws_lambda_function.torrent_creator.environment[0].variables.TORRENT_ENGINE == "transmission" && aws_lambda_function.torrent_creator.ephemeral_storage[0].size == 10240
    error_message = "the function must be told the engine, and have the room that was asked for"
  }
  assert {
    condition     = output.transmission_layer_arn == one(aws_lambda_layer_version.transmission_tools[*].arn)
    error_message = "the output must name the layer's version"
  }
}

run "only_what_is_named_may_invoke_a_function" {
  command = plan

  assert {
    condition = jsonencode([for p in [aws_lambda_permission.api, aws_lambda_permission.api_torrents, aws_lambda_permission.bucket, aws_lambda_permission.events, aws_lambda_permission.schedule] : [p.principal, p.action, p.source_arn, p.function_name]]) == jsonencode([
      ["apigateway.amazonaws.com", "lambda:InvokeFunction", "arn:aws:execute-api:eu-central-1:111122223333:mockapi/dev/*", "dispatch-to-ecs-dev"],
      ["apigateway.amazonaws.com", "lambda:InvokeFunction", "arn:aws:execute-api:eu-central-1:111122223333:mockapi/dev/*", "s3-torrent-creator-dev"],
      ["s3.amazonaws.com", "lambda:InvokeFunction", "arn:aws:s3:::chronicle-recordings-dev-111122223333", "s3-torrent-creator-dev"],
      ["events.amazonaws.com", "lambda:InvokeFunction", "arn:aws:events:eu-central-1:111122223333:rule/chronicle-task-state-dev", "job-lifecycle-dev"],
      ["events.amazonaws.com", "lambda:InvokeFunction", "arn:aws:events:eu-central-1:111122223333:rule/chronicle-sweep-dev", "job-lifecycle-dev"],
    ])
    error_message = "a permission names another caller, function or source than the stack has"
  }
  assert {
    condition     = aws_lambda_permission.bucket.source_account == "111122223333"
    error_message = "a bucket's ARN has no account: without source_account a bucket of the same name could invoke the function"
  }
}

run "an_event_that_cannot_be_taken_is_kept" {
  command = plan

  assert {
    condition = alltrue([for config in [aws_lambda_function_event_invoke_config.lifecycle, aws_lambda_function_event_invoke_config.torrent_creator] :
      config.maximum_retry_attempts == 2 && config.destination_config[0].on_failure[0].destination == aws_sqs_queue.failed_events.arn
    ])
    error_message = "events are tried three times and then kept in failed_events"
  }
  assert {
    condition     = aws_cloudwatch_event_target.lifecycle.dead_letter_config[0].arn == aws_sqs_queue.failed_events.arn
    error_message = "a task event that could not be delivered must be kept in failed_events"
  }
  assert {
    condition     = aws_sqs_queue.failed_events.fifo_queue != true
    error_message = "failed_events must not be FIFO: Lambda and EventBridge cannot send to such"
  }
}

run "each_minute_jobs_that_wait_are_looked_for" {
  command = plan

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "rate(1 minute)" && aws_cloudwatch_event_rule.sweep.name == "chronicle-sweep-dev" && aws_cloudwatch_event_rule.sweep.state != "DISABLED"
    error_message = "the sweep is due each minute: a wait is as long as its row says, and a minute more at most"
  }
  assert {
    condition     = aws_cloudwatch_event_target.sweep.rule == "chronicle-sweep-dev" && aws_cloudwatch_event_target.sweep.target_id == "job-lifecycle" && aws_cloudwatch_event_target.sweep.arn == aws_lambda_function.lifecycle.arn
    error_message = "the schedule must call job-lifecycle"
  }
  assert {
    condition     = aws_lambda_function.lifecycle.environment[0].variables.SQS_QUEUE_URL == aws_sqs_queue.jobs.url
    error_message = "the sweep must ring the queue that the dispatcher listens to"
  }
}

run "logs_end" {
  command = plan

  variables {
    log_retention_days = 14
  }

  assert {
    condition = jsonencode({ for g in [aws_cloudwatch_log_group.api, aws_cloudwatch_log_group.dispatch, aws_cloudwatch_log_group.lifecycle, aws_cloudwatch_log_group.recorder, aws_cloudwatch_log_group.torrent_creator] : g.name => g.retention_in_days }) == jsonencode({
      "/aws/apigateway/chronicle-api-dev"  = 14
      "/aws/lambda/dispatch-to-ecs-dev"    = 14
      "/aws/lambda/job-lifecycle-dev"      = 14
      "/aws/lambda/s3-torrent-creator-dev" = 14
      "/ecs/chronicle-recorder-dev"        = 14
    })
    error_message = "every log group must have the name that its program writes to, and an end"
  }
}
