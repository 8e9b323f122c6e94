# The queues, and what AWS refuses about them while emulators take it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "a_message_never_comes_back_while_it_is_worked_on" {
  command = plan

  assert {
    condition     = aws_sqs_queue.jobs.visibility_timeout_seconds >= 6 * aws_lambda_function.dispatch.timeout
    error_message = "the visibility time-out must be six times the function's or more"
  }
  assert {
    condition     = aws_sqs_queue.dead_letters.visibility_timeout_seconds >= 6 * aws_lambda_function.lifecycle.timeout
    error_message = "the visibility time-out of the dead letters must be six times that of the function which takes them or more"
  }
}

run "queue_and_dead_letters_are_fifo_and_belong_together" {
  command = plan

  assert {
    condition = alltrue([for queue in [aws_sqs_queue.jobs, aws_sqs_queue.dead_letters] :
      queue.fifo_queue && queue.content_based_deduplication && endswith(queue.name, ".fifo")
    ])
    error_message = "a FIFO queue's name ends in .fifo, and its dead letters need a FIFO queue too"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.jobs.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letters.arn && jsondecode(aws_sqs_queue.jobs.redrive_policy).maxReceiveCount == 5
    error_message = "a message goes to the dead letters after five tries"
  }
  assert {
    condition     = jsonencode(jsondecode(aws_sqs_queue.dead_letters.redrive_allow_policy)) == jsonencode({ redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dev.fifo"] })
    error_message = "only the queue of jobs may use the dead letters"
  }
}

run "queues_are_encrypted_and_dead_letters_outlive_the_queue" {
  command = plan

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.jobs, aws_sqs_queue.dead_letters, aws_sqs_queue.failed_events] : queue.sqs_managed_sse_enabled])
    error_message = "every queue must be encrypted"
  }
  assert {
    # A message keeps its age when it goes to a standard queue's dead letters: these must be kept for longer.
    condition     = aws_sqs_queue.jobs.message_retention_seconds == 4 * 86400 && aws_sqs_queue.dead_letters.message_retention_seconds == 14 * 86400 && aws_sqs_queue.failed_events.message_retention_seconds == 14 * 86400
    error_message = "messages are kept for 4 days, dead letters and failed events for 14"
  }
}

run "the_queue_feeds_the_dispatcher_one_message_at_a_time" {
  command = plan

  assert {
    condition = alltrue([
      aws_lambda_event_source_mapping.jobs.batch_size == 1,
      aws_lambda_event_source_mapping.jobs.function_response_types == toset(["ReportBatchItemFailures"]),
      aws_lambda_event_source_mapping.jobs.scaling_config[0].maximum_concurrency == 2,
      aws_lambda_event_source_mapping.jobs.event_source_arn == aws_sqs_queue.jobs.arn,
      aws_lambda_event_source_mapping.jobs.maximum_batching_window_in_seconds == null,
    ])
    error_message = "one message at a time, failures by message, two invocations at most, and no batching window, which FIFO does not have"
  }
}

run "dead_letters_are_taken_one_at_a_time" {
  command = plan

  assert {
    condition = alltrue([
      aws_lambda_event_source_mapping.dead_letters.batch_size == 1,
      aws_lambda_event_source_mapping.dead_letters.function_response_types == toset(["ReportBatchItemFailures"]),
      aws_lambda_event_source_mapping.dead_letters.scaling_config[0].maximum_concurrency == 2,
      aws_lambda_event_source_mapping.dead_letters.event_source_arn == aws_sqs_queue.dead_letters.arn,
      aws_lambda_event_source_mapping.dead_letters.function_name == aws_lambda_function.lifecycle.arn,
    ])
    error_message = "job-lifecycle must take the dead letters, one at a time, and answer which it could not"
  }
}
