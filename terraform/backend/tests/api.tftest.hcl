# The API: its routes are those of the OpenAPI document, and nobody comes in unknown.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "the_routes_are_those_of_the_openapi_document" {
  command = plan

  assert {
    condition = jsonencode(keys(aws_api_gateway_method.route)) == jsonencode([
      "DELETE /jobs/{jobId}", "GET /health", "GET /jobs", "GET /jobs/{jobId}", "GET /jobs/{jobId}/events", "GET /jobs/{jobId}/recording", "GET /jobs/{jobId}/torrent", "GET /torrents",
      "POST /dead-letters/redrive", "POST /jobs", "POST /jobs/{jobId}/retry", "POST /torrents",
    ])
    error_message = "a route came or went: docs/openapi.json says which; name it here too"
  }
  assert {
    condition = alltrue([for key, integration in aws_api_gateway_integration.route :
      integration.type == "AWS_PROXY" && integration.integration_http_method == "POST" && contains([aws_lambda_function.dispatch.invoke_arn, aws_lambda_function.torrent_creator.invoke_arn], integration.uri)
    ]) && jsonencode(keys(aws_api_gateway_integration.route)) == jsonencode(keys(aws_api_gateway_method.route))
    error_message = "every route must be answered by a function of ours"
  }
  assert {
    condition     = jsonencode([for key, method in local.api_methods : key if method.function == "s3-torrent-creator"]) == jsonencode(["GET /jobs/{jobId}/torrent", "GET /torrents", "POST /torrents"]) && alltrue([for key, method in local.api_methods : aws_api_gateway_integration.route[key].uri == local.api_functions[method.function].invoke_arn]) && jsonencode({ for name, function in local.api_functions : name => function.invoke_arn }) == jsonencode({ "dispatch-to-ecs" = aws_lambda_function.dispatch.invoke_arn, "s3-torrent-creator" = aws_lambda_function.torrent_creator.invoke_arn })
    error_message = "the routes about torrents, and no others, must be answered by s3-torrent-creator"
  }
}

run "every_segment_of_a_path_has_its_resource" {
  command = plan

  variables {
    openapi_file = "./tests/fixtures/three-segments.json"
  }

  assert {
    condition     = jsonencode([for depth in [aws_api_gateway_resource.depth_1, aws_api_gateway_resource.depth_2, aws_api_gateway_resource.depth_3] : { for path, r in depth : path => r.path_part }]) == jsonencode([{ "/health" = "health", "/jobs" = "jobs" }, { "/jobs/{jobId}" = "{jobId}" }, { "/jobs/{jobId}/events" = "events" }])
    error_message = "a path's segments are not its resources"
  }
  assert {
    condition     = jsonencode(keys(aws_api_gateway_method.route)) == jsonencode(["GET /health", "GET /jobs/{jobId}/events", "POST /jobs"])
    error_message = "what is no method of a path must not become one"
  }
  assert {
    condition = jsonencode(aws_api_gateway_method.route["GET /jobs/{jobId}/events"].request_parameters) == jsonencode({
      "method.request.header.x-trace" = true, "method.request.querystring.limit" = false
    })
    error_message = "required parameters of the document are required by the API"
  }
}

run "nobody_comes_in_unknown" {
  command = plan

  assert {
    condition     = alltrue([for key, method in aws_api_gateway_method.route : method.authorization == "AWS_IAM" && method.api_key_required == false])
    error_message = "every route must ask for a signed request"
  }
  assert {
    condition     = jsonencode(keys(aws_api_gateway_method.cors)) == jsonencode(distinct(sort([for key in keys(aws_api_gateway_method.route) : split(" ", key)[1]]))) && alltrue([for key, integration in aws_api_gateway_integration.cors : integration.type == "MOCK"])
    error_message = "only the question before the call is open, and it reaches no Lambda"
  }
}

run "api_keys_are_asked_for_on_every_route_where_chosen" {
  command = plan

  variables {
    api_authorization = "API_KEY"
  }

  assert {
    condition     = alltrue([for key, method in aws_api_gateway_method.route : method.api_key_required]) && length(aws_api_gateway_usage_plan_key.this) == 1
    error_message = "every route must ask for the key, and the key must belong to a plan"
  }
}

run "bodies_are_checked_against_the_document" {
  command = plan

  assert {
    condition     = aws_api_gateway_method.route["POST /jobs"].request_models == tomap({ "application/json" = "Submission" }) && aws_api_gateway_request_validator.this.validate_request_body && aws_api_gateway_request_validator.this.validate_request_parameters
    error_message = "POST /jobs must be checked by the schema Submission"
  }
  assert {
    condition     = contains(jsondecode(aws_api_gateway_model.body["Submission"].schema).required, "url") && strcontains(aws_api_gateway_model.body["Submission"].schema, "draft-04") && !strcontains(aws_api_gateway_model.body["Submission"].schema, "\"$ref\"")
    error_message = "the model must be the document's schema, in JSON Schema draft 4 and without references"
  }
  assert {
    condition     = jsonencode({ for key, method in aws_api_gateway_method.route : key => method.request_models if length(method.request_models) > 0 }) == jsonencode({ "POST /dead-letters/redrive" = { "application/json" = "Redrive" }, "POST /jobs" = { "application/json" = "Submission" }, "POST /torrents" = { "application/json" = "TorrentOrder" } })
    error_message = "every body must be checked, and only those that there are"
  }
  assert {
    condition     = aws_api_gateway_method.route["POST /jobs"].request_parameters == tomap({ "method.request.header.Idempotency-Key" = false }) && aws_api_gateway_method.route["DELETE /jobs/{jobId}"].request_parameters == tomap({ "method.request.querystring.purge" = false })
    error_message = "an Idempotency-Key and purge=true may be sent, and need not"
  }
}

run "browsers_may_call_from_the_origin_that_is_named" {
  command = plan

  variables {
    api_origins = "https://app.example.com"
  }

  assert {
    condition     = alltrue([for key, response in aws_api_gateway_integration_response.cors : response.response_parameters["method.response.header.Access-Control-Allow-Origin"] == "'https://app.example.com'"]) && aws_api_gateway_integration_response.cors["/jobs"].response_parameters["method.response.header.Access-Control-Allow-Methods"] == "'GET,OPTIONS,POST'" && aws_api_gateway_integration_response.cors["/jobs/{jobId}"].response_parameters["method.response.header.Access-Control-Allow-Methods"] == "'DELETE,GET,OPTIONS'"
    error_message = "a browser must be told the one origin and the path's methods"
  }
  assert {
    condition     = alltrue([for key, response in aws_api_gateway_gateway_response.this : response.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://app.example.com'"])
    error_message = "a page must be able to read the API's refusals as well"
  }
  assert {
    condition     = alltrue([for f in [aws_lambda_function.dispatch, aws_lambda_function.torrent_creator] : f.environment[0].variables.API_ORIGIN == "https://app.example.com"])
    error_message = "the functions must let the same origin read its answers"
  }
}

run "the_gateways_own_errors_have_the_shape_of_ours" {
  command = plan

  assert {
    condition = alltrue([for type in ["DEFAULT_4XX", "DEFAULT_5XX", "BAD_REQUEST_BODY", "ACCESS_DENIED", "THROTTLED", "INTEGRATION_TIMEOUT"] : contains(keys(aws_api_gateway_gateway_response.this), type)]) && alltrue([
      for type, response in aws_api_gateway_gateway_response.this : alltrue([
        response.response_parameters["gatewayresponse.header.Content-Type"] == "'application/problem+json'",
        # With the one variable that comes with quotes given a value, the template must be JSON.
        sort(setsubtract(keys(jsondecode(replace(response.response_templates["application/json"], "$context.error.messageString", "\"x\""))), ["status"])) == sort(["code", "detail", "requestId", "title", "type"]),
        try(jsondecode(replace(response.response_templates["application/json"], "$context.error.messageString", "\"x\"")).status == tonumber(response.status_code), response.status_code == null),
      ])
    ])
    error_message = "every answer of the gateway's must be problem+json with type, title, code, detail and request id"
  }
  assert {
    condition     = alltrue([for type, response in aws_api_gateway_gateway_response.this : !strcontains(response.response_templates["application/json"], "validationErrorString")])
    error_message = "what the validator says holds quotes, and would break the answer"
  }
}

run "the_api_is_limited_and_logs_no_secrets" {
  command = plan

  assert {
    condition     = one(aws_api_gateway_method_settings.all.settings).throttling_rate_limit == 10 && one(aws_api_gateway_method_settings.all.settings).throttling_burst_limit == 20 && aws_api_gateway_method_settings.all.method_path == "*/*"
    error_message = "every route must be limited"
  }
  assert {
    condition     = one(aws_api_gateway_method_settings.all.settings).logging_level == "OFF" && one(aws_api_gateway_method_settings.all.settings).data_trace_enabled == false
    error_message = "execution logs hold URLs with their tokens"
  }
  assert {
    condition     = length(aws_api_gateway_stage.this.access_log_settings) == 1 && !can(regex("context\\.(path|requestOverride|authorizer)|querystring", aws_api_gateway_stage.this.access_log_settings[0].format)) && strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, "$context.requestId")
    error_message = "the access log names routes and request ids, no paths and no queries"
  }
  assert {
    condition     = aws_api_gateway_stage.this.stage_name == "dev" && length(aws_api_gateway_account.this) == 1
    error_message = "the stage is the environment, and API Gateway can write its logs"
  }
}

run "a_second_stack_of_the_region_leaves_the_accounts_role_alone" {
  command = plan

  variables {
    manage_api_gateway_account = false
  }

  assert {
    condition     = length(aws_api_gateway_account.this) + length(aws_iam_role.api_logs) + length(aws_iam_role_policy_attachment.api_logs) == 0
    error_message = "the account's role is another stack's"
  }
}
