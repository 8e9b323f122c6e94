# What job-lifecycle hears: the end of our tasks and of no others, and each minute that it is time for the sweep.

resource "aws_cloudwatch_event_rule" "task_state" {
  name        = local.names.task_rule
  description = "A recorder's or a seeder's task has stopped"

  event_pattern = jsonencode({
    source      = var.task_event_sources
    detail-type = ["ECS Task State Change"]
    detail = {
      clusterArn = [local.arns.cluster]
      # The seeder's too where seeding is off by now: those that were launched before still end.
      group      = ["family:${local.names.recorder_family}", "family:${local.seeder_names.family}"]
      lastStatus = ["STOPPED"]
    }
  })
}

resource "aws_cloudwatch_event_target" "lifecycle" {
  rule      = aws_cloudwatch_event_rule.task_state.name
  target_id = "job-lifecycle"
  arn       = aws_lambda_function.lifecycle.arn

  dead_letter_config {
    arn = aws_sqs_queue.failed_events.arn
  }

  depends_on = [aws_lambda_permission.events]
}

# A rule, not EventBridge Scheduler: it needs no role of its own, and the events reach the function as those of tasks do. What
# could not be delivered is not kept, since the next minute's sweep does the same work.
resource "aws_cloudwatch_event_rule" "sweep" {
  name                = local.names.sweep_rule
  description         = "Jobs that wait are looked for"
  schedule_expression = "rate(1 minute)"
}

resource "aws_cloudwatch_event_target" "sweep" {
  rule      = aws_cloudwatch_event_rule.sweep.name
  target_id = "job-lifecycle"
  arn       = aws_lambda_function.lifecycle.arn

  # A table from before has its new index by then.
  depends_on = [aws_dynamodb_table.jobs, aws_lambda_permission.schedule]
}
