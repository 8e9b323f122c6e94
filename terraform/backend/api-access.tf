# API keys, where they are chosen, and the role by which API Gateway writes its logs.

resource "aws_api_gateway_api_key" "this" {
  count = var.api_authorization == "API_KEY" ? 1 : 0

  name  = local.names.api
  value = var.api_key_value
}

# A key counts only where a plan has it. The stage's throttling is the limit.
resource "aws_api_gateway_usage_plan" "this" {
  count = var.api_authorization == "API_KEY" ? 1 : 0

  name = local.names.api

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }
}

resource "aws_api_gateway_usage_plan_key" "this" {
  count = var.api_authorization == "API_KEY" ? 1 : 0

  key_id        = aws_api_gateway_api_key.this[0].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this[0].id
}

data "aws_iam_policy_document" "api_logs_trust" {
  statement {
    sid     = "ApiGatewayTakesTheRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "api_logs" {
  count = var.manage_api_gateway_account ? 1 : 0

  name               = "chronicle-api-logs-${var.environment}"
  description        = "API Gateway writes logs by this role, for all APIs of the account in this region"
  assume_role_policy = data.aws_iam_policy_document.api_logs_trust.json
}

# AWS's own policy: the role serves every API of the account, and API Gateway refuses one that may do less.
resource "aws_iam_role_policy_attachment" "api_logs" {
  count = var.manage_api_gateway_account ? 1 : 0

  role       = aws_iam_role.api_logs[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  count = var.manage_api_gateway_account ? 1 : 0

  cloudwatch_role_arn = aws_iam_role.api_logs[0].arn

  depends_on = [aws_iam_role_policy_attachment.api_logs]
}
