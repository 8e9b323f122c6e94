# Browsers ask by OPTIONS before they call. API Gateway answers that itself, without a Lambda.

locals {
  cors_headers = {
    "Access-Control-Allow-Origin"   = "'${var.api_origins}'"
    "Access-Control-Allow-Headers"  = "'authorization,content-type,idempotency-key,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-api-key'"
    "Access-Control-Expose-Headers" = "'location,retry-after,x-request-id'"
  }
  cors_methods = { for path in keys(local.openapi.paths) :
    path => join(",", sort(concat(["OPTIONS"], [for method in local.api_methods : method.http_method if method.path == path])))
  }
}

resource "aws_api_gateway_method" "cors" {
  for_each = local.cors_methods

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local.api_resource_ids[each.key]
  http_method   = "OPTIONS"
  authorization = "NONE" # A browser sends no credentials with this question.
}

resource "aws_api_gateway_integration" "cors" {
  for_each = local.cors_methods

  rest_api_id       = aws_api_gateway_rest_api.this.id
  resource_id       = aws_api_gateway_method.cors[each.key].resource_id
  http_method       = aws_api_gateway_method.cors[each.key].http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 204 }) }

  lifecycle {
    # A MOCK calls nothing, yet some engines answer with the method that they would call.
    ignore_changes = [integration_http_method]
  }
}

resource "aws_api_gateway_method_response" "cors" {
  for_each = local.cors_methods

  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_method.cors[each.key].resource_id
  http_method = aws_api_gateway_method.cors[each.key].http_method
  status_code = "204"
  response_parameters = { for header in concat(keys(local.cors_headers), ["Access-Control-Allow-Methods", "Access-Control-Max-Age"]) :
    "method.response.header.${header}" => true
  }
}

resource "aws_api_gateway_integration_response" "cors" {
  for_each = local.cors_methods

  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_integration.cors[each.key].resource_id
  http_method = aws_api_gateway_integration.cors[each.key].http_method
  status_code = aws_api_gateway_method_response.cors[each.key].status_code
  response_parameters = { for header, value in merge(local.cors_headers, {
    "Access-Control-Allow-Methods" = "'${each.value}'"
    "Access-Control-Max-Age"       = "'3600'"
  }) : "method.response.header.${header}" => value }
}
