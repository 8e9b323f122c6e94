# What somebody has to look at. Every alarm says in its description what to do first.

resource "aws_sns_topic" "alarms" {
  name = local.names.topic
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "LetTheAlarmsOfThisAccountSpeak"
    actions   = ["sns:Publish"]
    resources = [local.arns.topic]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  function_names = {
    dispatch-to-ecs    = local.names.dispatch
    job-lifecycle      = local.names.lifecycle
    s3-torrent-creator = local.names.torrent_creator
  }

  alarms = merge(
    {
      dead-lettered = {
        what       = "A job could not be dispatched after five tries. GET /jobs?status=FAILED has it as DEAD_LETTERED, the log of ${local.names.dispatch} says why; mend it, then retry the job."
        namespace  = "Chronicle", metric = "DeadLettered", statistic = "Sum"
        dimensions = { service = "job-lifecycle" }
        more_than  = 0
      }
      dead-letters = {
        what       = "Dead letters wait: ${local.names.lifecycle} takes them at once as a rule. Its log says why it could not, and a message of ${local.names.dead_letters} which."
        namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
        dimensions = { QueueName = local.names.dead_letters }
        more_than  = 0
      }
      failed-events = {
        what       = "A task event, an upload or a sweep was given up after three tries. Each message of ${local.names.failed_events} holds the event and the error; that of a sweep may be deleted, since every minute has one."
        namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
        dimensions = { QueueName = local.names.failed_events }
        more_than  = 0
      }
      waiting-jobs = {
        what       = "A message has waited for ten minutes. Look at the throttles and errors of ${local.names.dispatch}."
        namespace  = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum"
        dimensions = { QueueName = local.names.queue }
        more_than  = 600
      }
      api-failures = {
        what       = "The API answers 5xx. Look at the log of ${local.names.dispatch}."
        namespace  = "AWS/ApiGateway", metric = "5XXError", statistic = "Sum"
        dimensions = { ApiName = local.names.api, Stage = var.environment }
        more_than  = 0
      }
      torrent-loop = {
        what       = "Lambda stopped ${local.names.torrent_creator} because it was called by its own uploads. Something writes objects in an endless circle."
        namespace  = "AWS/Lambda", metric = "RecursiveInvocationsDropped", statistic = "Sum"
        dimensions = { FunctionName = local.names.torrent_creator }
        more_than  = 0
      }
    },
    { for key, name in local.function_names : "${key}-errors" => {
      what       = "${name} failed. Its log says why."
      namespace  = "AWS/Lambda", metric = "Errors", statistic = "Sum"
      dimensions = { FunctionName = name }
      more_than  = 0
    } },
    { for key, name in local.function_names : "${key}-throttles" => {
      what       = "${name} is held back by the account's limit of concurrent Lambdas. Ask AWS for more, or see who else uses them up."
      namespace  = "AWS/Lambda", metric = "Throttles", statistic = "Sum"
      dimensions = { FunctionName = name }
      more_than  = 0
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "chronicle-${var.environment}-${each.key}"
  alarm_description   = each.value.what
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.more_than
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# Failures are counted by code, and every code is a metric of its own: only a query can add them up.
resource "aws_cloudwatch_metric_alarm" "failed_jobs" {
  alarm_name          = "chronicle-${var.environment}-failed-jobs"
  alarm_description   = "Five jobs or more failed within an hour. GET /jobs?status=FAILED says why."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "failed"
    expression  = "SELECT SUM(JobFailed) FROM SCHEMA(\"Chronicle\", code, service)"
    label       = "Failed jobs"
    period      = 3600
    return_data = true
  }
}

# Jobs that ECS has no room for wait as rows, and no message of theirs grows old. The longest wait is five minutes, so within a
# quarter of an hour each of them is put off again.
resource "aws_cloudwatch_metric_alarm" "deferred_launches" {
  alarm_name          = "chronicle-${var.environment}-deferred-launches"
  alarm_description   = "Launches have been put off for half an hour. GET /jobs?status=PENDING says why; most often the account's limit of Fargate tasks is to be raised."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "deferred"
    expression  = "SELECT SUM(LaunchDeferred) FROM SCHEMA(\"Chronicle\", reason, service)"
    label       = "Deferred launches"
    period      = 900
    return_data = true
  }
}

# What ECS refuses for good fails the job, and most often the next one too: nobody should have to wait for five of them.
resource "aws_cloudwatch_metric_alarm" "refused_launches" {
  alarm_name          = "chronicle-${var.environment}-refused-launches"
  alarm_description   = "ECS refused a launch for good. GET /jobs?status=FAILED has the code and what to mend; then retry the job."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "refused"
    expression  = "SELECT SUM(LaunchFailed) FROM SCHEMA(\"Chronicle\", reason, service)"
    label       = "Refused launches"
    period      = 300
    return_data = true
  }
}

# A sweep that fails raises job-lifecycle-errors; one that is not called says nothing, and that is what is missed here. A new
# stack has this alarm until its first sweep.
resource "aws_cloudwatch_metric_alarm" "sweep_missing" {
  alarm_name          = "chronicle-${var.environment}-sweep-missing"
  alarm_description   = "No sweep for ten minutes: jobs that wait are not launched. See whether the rule ${local.names.sweep_rule} is enabled and may invoke ${local.names.lifecycle}."
  namespace           = "AWS/Events"
  metric_name         = "Invocations"
  dimensions          = { RuleName = local.names.sweep_rule }
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
