# The bell, its dead letters, and the events that no function could take. The inline policies, with ARNs made of strings, save
# the provider two waits of 25 s a queue.

locals {
  seconds_a_day = 86400

  queue_arns = { jobs = local.arns.queue, dead_letters = local.arns.dead_letters, failed_events = local.arns.failed_events }
}

data "aws_iam_policy_document" "queue" {
  for_each = local.queue_arns

  statement {
    sid       = "RefuseWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "failed_events" ? [1] : []

    content {
      sid       = "LetTheTaskRuleLeaveWhatItCouldNotDeliver"
      actions   = ["sqs:SendMessage"]
      resources = [each.value]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [local.arns.task_rule]
      }
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  name                        = local.names.queue
  fifo_queue                  = true
  content_based_deduplication = true
  # Six times the function's time-out, as AWS wants it: a message never comes back while it is still worked on.
  visibility_timeout_seconds = 6 * local.dispatch_timeout
  message_retention_seconds  = 4 * local.seconds_a_day
  sqs_managed_sse_enabled    = true
  policy                     = data.aws_iam_policy_document.queue["jobs"].json

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "dead_letters" {
  name                        = local.names.dead_letters
  fifo_queue                  = true
  content_based_deduplication = true
  visibility_timeout_seconds  = 6 * local.lifecycle_timeout # As for the queue of jobs, by the function that takes these.
  message_retention_seconds   = 14 * local.seconds_a_day
  sqs_managed_sse_enabled     = true
  policy                      = data.aws_iam_policy_document.queue["dead_letters"].json

  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [local.arns.queue] })
}

# Not FIFO: neither Lambda's failure destinations nor EventBridge's dead letters can be.
resource "aws_sqs_queue" "failed_events" {
  name                      = local.names.failed_events
  message_retention_seconds = 14 * local.seconds_a_day
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.queue["failed_events"].json
}
