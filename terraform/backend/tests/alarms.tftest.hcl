# Who is told what, when something goes wrong.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "whatever_is_left_behind_raises_an_alarm" {
  command = plan

  assert {
    condition = jsonencode([for key in ["dead-letters", "failed-events", "waiting-jobs"] : [
      aws_cloudwatch_metric_alarm.this[key].namespace, aws_cloudwatch_metric_alarm.this[key].metric_name, aws_cloudwatch_metric_alarm.this[key].dimensions.QueueName, aws_cloudwatch_metric_alarm.this[key].threshold
      ]]) == jsonencode([
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "chronicle-jobs-dlq-dev.fifo", 0],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "chronicle-failed-events-dev", 0],
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", "chronicle-jobs-dev.fifo", 600],
    ])
    error_message = "dead letters, failed events and waiting jobs must each raise an alarm"
  }
  assert {
    condition     = jsonencode([for a in [aws_cloudwatch_metric_alarm.this["dead-lettered"]] : [a.namespace, a.metric_name, a.dimensions, a.statistic, a.threshold]]) == jsonencode([["Chronicle", "DeadLettered", { service = "job-lifecycle" }, "Sum", 0]])
    error_message = "dead letters are taken at once, so their number shows nothing: what job-lifecycle counts must raise an alarm"
  }
}

run "every_function_has_alarms_for_errors_and_throttles" {
  command = plan

  assert {
    condition = jsonencode([for alarm in aws_cloudwatch_metric_alarm.this : "${alarm.metric_name} ${alarm.dimensions.FunctionName}" if alarm.namespace == "AWS/Lambda"]) == jsonencode([
      "Errors dispatch-to-ecs-dev", "Throttles dispatch-to-ecs-dev", "Errors job-lifecycle-dev", "Throttles job-lifecycle-dev",
      "Errors s3-torrent-creator-dev", "Throttles s3-torrent-creator-dev", "RecursiveInvocationsDropped s3-torrent-creator-dev",
    ])
    error_message = "each function's errors and throttles must raise an alarm, and the torrent creator's loops"
  }
}

run "every_alarm_speaks_to_the_topic_and_says_what_to_do" {
  command = plan

  variables {
    alarm_email = "oncall@example.com"
  }

  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), [aws_cloudwatch_metric_alarm.failed_jobs, aws_cloudwatch_metric_alarm.deferred_launches, aws_cloudwatch_metric_alarm.refused_launches, aws_cloudwatch_metric_alarm.sweep_missing]) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && length(alarm.alarm_description) > 20 && (alarm.treat_missing_data == "notBreaching" || endswith(alarm.alarm_name, "-sweep-missing"))
    ])
    error_message = "an alarm nobody hears, or that says nothing, is none; and no data is no failure, but for the sweep"
  }
  assert {
    condition     = aws_sns_topic_subscription.email[0].endpoint == "oncall@example.com" && aws_sns_topic_subscription.email[0].protocol == "email"
    error_message = "the address that was given must be told"
  }
}

run "failed_jobs_are_added_up_over_all_codes" {
  command = plan

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.failed_jobs.metric_query).expression == "SELECT SUM(JobFailed) FROM SCHEMA(\"Chronicle\", code, service)"
    error_message = "JobFailed has the dimensions code and service, see packages/*/src: an alarm on the bare name would never go off"
  }
}

run "a_sweep_that_is_not_called_raises_an_alarm" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.sweep_missing.treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.sweep_missing.comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.sweep_missing.threshold == 1
    error_message = "EventBridge says nothing of a rule that does not run: nothing heard must be the alarm"
  }
  assert {
    condition     = jsonencode([aws_cloudwatch_metric_alarm.sweep_missing.namespace, aws_cloudwatch_metric_alarm.sweep_missing.metric_name, aws_cloudwatch_metric_alarm.sweep_missing.dimensions]) == jsonencode(["AWS/Events", "Invocations", { RuleName = aws_cloudwatch_event_rule.sweep.name }])
    error_message = "the alarm must look at the rule of the sweep"
  }
}

run "jobs_that_wait_for_room_raise_an_alarm" {
  command = plan

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.deferred_launches.metric_query).expression == "SELECT SUM(LaunchDeferred) FROM SCHEMA(\"Chronicle\", reason, service)"
    error_message = "LaunchDeferred has the dimensions reason and service, see packages/dispatch/src: an alarm on the bare name would never go off"
  }
  assert {
    # packages/dispatch/src/next-try.ts waits for five minutes at most, the sweep adds one, and two minutes more where a bell is lost.
    condition     = one(aws_cloudwatch_metric_alarm.deferred_launches.metric_query).period >= 3 * 300 && aws_cloudwatch_metric_alarm.deferred_launches.evaluation_periods >= 2
    error_message = "a job that waits must be put off in every period, or the alarm never goes off"
  }
}

run "a_launch_that_is_refused_for_good_raises_an_alarm" {
  command = plan

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.refused_launches.metric_query).expression == "SELECT SUM(LaunchFailed) FROM SCHEMA(\"Chronicle\", reason, service)" && aws_cloudwatch_metric_alarm.refused_launches.threshold == 0
    error_message = "LaunchFailed has the dimensions reason and service, see packages/dispatch/src, and one is enough"
  }
}

run "the_dashboard_shows_how_long_jobs_wait_for_their_launch" {
  command = plan

  assert {
    condition     = jsonencode([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for m in w.properties.metrics : [m[0], m[1], m[2], m[3], m[4].stat]] if startswith(w.properties.title, "From queue")]) == jsonencode([[["Chronicle", "QueueToLaunchSeconds", "service", "dispatch-to-ecs", "p50"], ["Chronicle", "QueueToLaunchSeconds", "service", "dispatch-to-ecs", "p99"]]])
    error_message = "QueueToLaunchSeconds must be shown by its median and its slowest, with the dimension that the dispatcher counts it by"
  }
}

run "the_dashboard_shows_what_the_programs_count" {
  command = plan

  assert {
    condition     = alltrue([for name in ["JobAccepted", "JobDispatched", "JobCompleted", "JobFailed", "DeadLettered", "LaunchDeferred", "LaunchFailed", "SweepRepaired", "TorrentCreated"] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "SUM(${name})")])
    error_message = "a metric of the programs is not on the dashboard"
  }
}
