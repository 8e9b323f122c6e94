# One page: what jobs do, what waits, what failed.

locals {
  widgets = [
    {
      title = "Jobs", stat = "Sum"
      metrics = [for name in concat(["JobAccepted", "JobDispatched", "JobCompleted", "JobFailed", "DeadLettered", "LaunchDeferred", "LaunchFailed", "SweepRepaired", "TorrentCreated"], var.seeding_enabled ? ["SeederLaunched", "SeedingFailed"] : []) : [{
        expression = "SELECT SUM(${name}) FROM \"Chronicle\"", label = name, id = lower(name), period = 300
      }]]
    },
    {
      title   = "From queue to launch (seconds)", stat = "p99"
      metrics = [for stat in ["p50", "p99"] : ["Chronicle", "QueueToLaunchSeconds", "service", "dispatch-to-ecs", { stat = stat, label = stat }]]
    },
    {
      title = "Queues", stat = "Maximum"
      metrics = [for label, queue in { waiting = local.names.queue, "dead letters" = local.names.dead_letters, "failed events" = local.names.failed_events } :
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { label = label }]
      ]
    },
    {
      title   = "Age of the oldest message (seconds)", stat = "Maximum"
      metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", local.names.queue]]
    },
    {
      title   = "API", stat = "Sum"
      metrics = [for name in ["Count", "4XXError", "5XXError"] : ["AWS/ApiGateway", name, "ApiName", local.names.api, "Stage", var.environment]]
    },
    {
      title = "Lambda errors and throttles", stat = "Sum"
      metrics = flatten([for name in values(local.function_names) : [
        for metric in ["Errors", "Throttles"] : { line = ["AWS/Lambda", metric, "FunctionName", name] }
      ]])[*].line
    },
    {
      title   = "Sweeps", stat = "Sum"
      metrics = [["AWS/Events", "Invocations", "RuleName", local.names.sweep_rule]]
    },
    {
      title   = "Lambda duration (p99, milliseconds)", stat = "p99"
      metrics = [for name in values(local.function_names) : ["AWS/Lambda", "Duration", "FunctionName", name]]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "chronicle-${var.environment}"

  dashboard_body = jsonencode({ widgets = [for index, widget in local.widgets : {
    type   = "metric"
    x      = 12 * (index % 2)
    y      = 6 * floor(index / 2)
    width  = 12
    height = 6
    properties = {
      title   = widget.title
      region  = local.region
      view    = "timeSeries"
      stat    = widget.stat
      period  = 300
      metrics = widget.metrics
    }
  }] })
}
