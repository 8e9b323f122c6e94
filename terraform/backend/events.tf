# The end of our tasks, and of no others, goes to job-lifecycle.

resource "aws_cloudwatch_event_rule" "task_state" {
  name        = local.names.task_rule
  description = "A recorder's task has stopped"

  event_pattern = jsonencode({
    source      = var.task_event_sources
    detail-type = ["ECS Task State Change"]
    detail = {
      clusterArn = [local.arns.cluster]
      group      = ["family:${local.names.recorder_family}"]
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
