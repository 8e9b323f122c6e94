# What is refused before anything is made; the emulators would take most of it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "names_that_do_not_make_names_are_refused" {
  command = plan

  variables {
    environment = "Dev_1"
    bucket_name = "Recordings.example.com"
    alarm_email = "nobody"
  }

  expect_failures = [var.environment, var.bucket_name, var.alarm_email]
}

run "prod_refuses_to_lose_recordings_and_to_believe_forged_events" {
  command = plan

  variables {
    environment        = "prod"
    force_destroy      = true
    task_event_sources = ["aws.ecs", "local.ecs"]
  }

  expect_failures = [var.force_destroy, var.task_event_sources]
}

run "prod_records_nothing_that_is_not_public" {
  command = plan

  variables {
    environment     = "prod"
    private_sources = ["10.0.0.7:8080"]
  }

  expect_failures = [var.private_sources]
}

run "a_private_source_is_a_host_and_a_port_and_nothing_wider" {
  command = plan

  variables {
    private_sources = ["10.0.0.0/8"]
  }

  expect_failures = [var.private_sources]
}

run "a_recording_longer_than_seven_days_is_refused" {
  command = plan

  variables {
    max_duration_seconds = 604801
    abort_multipart_days = 15
  }

  expect_failures = [var.max_duration_seconds]
}

run "uploads_are_not_aborted_while_they_may_still_go_on" {
  command = plan

  variables {
    max_duration_seconds = 604800
    abort_multipart_days = 13
  }

  expect_failures = [var.abort_multipart_days]
}

run "batches_that_a_fifo_queue_cannot_give_are_refused" {
  command = plan

  variables {
    queue_batch_size          = 100
    queue_maximum_concurrency = 1
  }

  expect_failures = [var.queue_batch_size, var.queue_maximum_concurrency]
}

run "runtimes_that_nothing_was_tested_under_are_refused" {
  command = plan

  variables {
    lambda_runtime  = "nodejs18.x"
    torrent_creator = { memory_size = 64, timeout = 901 }
  }

  expect_failures = [var.lambda_runtime, var.torrent_creator]
}

run "an_open_api_is_refused" {
  command = plan

  variables {
    api_authorization = "NONE"
    api_key_value     = "too-short"
    api_throttling    = { rate = 50, burst = 5 }
    api_origins       = "https://a.example.com,https://b.example.com"
  }

  expect_failures = [var.api_authorization, var.api_key_value, var.api_throttling, var.api_origins]
}

run "images_that_can_change_under_a_launch_are_refused" {
  command = plan

  variables {
    recorder_image     = "example.com/recorder:latest"
    recorder_image_tag = "latest"
  }

  expect_failures = [var.recorder_image, var.recorder_image_tag]
}

run "sizes_that_fargate_does_not_have_are_refused" {
  command = plan

  variables {
    recorder_size = { cpu = 512, memory = 8192, storage_gib = 20 }
  }

  expect_failures = [var.recorder_size]
}

run "networks_without_room_are_refused" {
  command = plan

  variables {
    existing_network = { vpc_id = "vpc-0aaaaaaaaaaaaaaaa", subnet_ids = ["subnet-0bbbbbbbbbbbbbbbb"] }
    vpc_cidr         = "10.0.0.0/28"
  }

  expect_failures = [var.existing_network, var.vpc_cidr]
}

run "settings_of_torrents_that_no_client_reads_are_refused" {
  command = plan

  variables {
    trackers        = ["tracker.example.com"]
    public_base_url = "media.example.com"
    player_origins  = ["player.example.com"]
  }

  expect_failures = [var.trackers, var.public_base_url, var.player_origins]
}

run "two_web_seeds_are_refused" {
  command = plan

  variables {
    cdn_enabled     = true
    public_base_url = "https://media.example.com"
  }

  expect_failures = [var.public_base_url]
}

run "times_that_aws_does_not_keep_are_refused" {
  command = plan

  variables {
    log_retention_days      = 31
    ttl_days                = 0
    noncurrent_version_days = 0
  }

  expect_failures = [var.log_retention_days, var.ttl_days, var.noncurrent_version_days]
}

run "a_missing_zip_is_named_before_anything_is_made" {
  command = plan

  variables {
    lambda_zip_folder = "./tests/fixtures/not-built"
  }

  expect_failures = [aws_lambda_function.dispatch, aws_lambda_function.lifecycle, aws_lambda_function.torrent_creator]
}

run "a_torrent_creator_that_never_runs_is_refused" {
  command = plan

  variables {
    torrent_creator = { reserved_concurrency = 0 }
  }

  expect_failures = [var.torrent_creator]
}

run "an_engine_that_the_function_does_not_know_is_refused" {
  command = plan

  variables {
    torrent_engine  = "mktorrent"
    torrent_creator = { storage_mb = 10241 }
  }

  expect_failures = [var.torrent_engine, var.torrent_creator]
}

run "a_missing_layer_is_named_before_anything_is_made" {
  command = plan

  variables {
    torrent_engine         = "transmission"
    transmission_layer_zip = "./tests/fixtures/not-built/transmission_tools_layer.zip"
  }

  expect_failures = [aws_lambda_layer_version.transmission_tools]
}

run "a_route_deeper_than_the_resources_go_is_refused" {
  command = plan

  variables {
    openapi_file = "./tests/fixtures/four-segments.json"
  }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "half_a_job_at_once_is_refused" {
  command = plan

  variables {
    max_active_jobs = 1.5
  }

  expect_failures = [var.max_active_jobs]
}

run "half_an_attempt_is_refused" {
  command = plan

  variables {
    max_attempts = 2.5
  }

  expect_failures = [var.max_attempts]
}

run "no_attempt_at_all_is_refused" {
  command = plan

  variables {
    max_attempts = 0
  }

  expect_failures = [var.max_attempts]
}
