# What API Gateway answers by itself, in the shape of all our errors: application/problem+json with a stable code. Its templates
# only put in variables, and what its validator says holds quotes of its own, so that text is left out.

locals {
  gateway_responses = {
    ACCESS_DENIED                = { status = 403, title = "Forbidden" }
    BAD_REQUEST_BODY             = { status = 400, title = "Bad Request", code = "INVALID_REQUEST", detail = "the body does not fit its schema in docs/openapi.json" }
    BAD_REQUEST_PARAMETERS       = { status = 400, title = "Bad Request", code = "INVALID_REQUEST" }
    DEFAULT_4XX                  = { title = "The request was refused" }
    DEFAULT_5XX                  = { title = "The request failed" }
    EXPIRED_TOKEN                = { status = 403, title = "Forbidden" }
    INTEGRATION_FAILURE          = { status = 504, title = "Gateway Timeout" }
    INTEGRATION_TIMEOUT          = { status = 504, title = "Gateway Timeout" }
    INVALID_API_KEY              = { status = 403, title = "Forbidden" }
    INVALID_SIGNATURE            = { status = 403, title = "Forbidden" }
    MISSING_AUTHENTICATION_TOKEN = { status = 403, title = "Forbidden" }
    QUOTA_EXCEEDED               = { status = 429, title = "Too Many Requests" }
    REQUEST_TOO_LARGE            = { status = 413, title = "Content Too Large" }
    THROTTLED                    = { status = 429, title = "Too Many Requests" }
    UNAUTHORIZED                 = { status = 401, title = "Unauthorized" }
    UNSUPPORTED_MEDIA_TYPE       = { status = 415, title = "Unsupported Media Type" }
  }
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each = local.gateway_responses

  rest_api_id   = aws_api_gateway_rest_api.this.id
  response_type = each.key
  status_code   = try(tostring(each.value.status), null)

  response_templates = {
    "application/json" = join("", [
      "{\"type\":\"about:blank\",\"title\":\"${each.value.title}\",",
      try("\"status\":${each.value.status},", ""),
      "\"code\":\"${try(each.value.code, "$context.error.responseType")}\",",
      # The gateway's message comes with its quotes.
      "\"detail\":${try("\"${each.value.detail}\"", "$context.error.messageString")},",
      "\"requestId\":\"$context.requestId\"}",
    ])
  }
  response_parameters = merge(
    { for header, value in local.cors_headers : "gatewayresponse.header.${header}" => value },
    { "gatewayresponse.header.Content-Type" = "'application/problem+json'" },
  )
}
