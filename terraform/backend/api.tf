# The REST API: its routes are those of the OpenAPI document, which says of each what function answers it. Explicit resources, not `body`,
# so that emulators without import can have it too.

locals {
  openapi = jsondecode(file(coalesce(var.openapi_file, "${path.module}/../../docs/openapi.json")))

  # "POST /jobs" => its parts. A path item may also hold things that are no method, such as `parameters`.
  api_methods = merge([for path, operations in local.openapi.paths : {
    for method, operation in operations : "${upper(method)} ${path}" => {
      path        = path
      http_method = upper(method)
      function    = try(operation["x-chronicle-function"], "dispatch-to-ecs")
      body_schema = try(basename(operation.requestBody.content["application/json"].schema["$ref"]), null)
      parameters  = try([for parameter in operation.parameters : parameter if parameter.in != "path"], [])
    } if contains(["delete", "get", "patch", "post", "put"], method)
  }]...)

  api_functions = {
    "dispatch-to-ecs"    = aws_lambda_function.dispatch
    "s3-torrent-creator" = aws_lambda_function.torrent_creator
  }

  # Each path with those above it, since API Gateway wants a resource for every segment: "/jobs/{jobId}" => "/jobs" and itself.
  api_paths = toset(flatten([for path in keys(local.openapi.paths) : [
    for depth in range(1, length(split("/", path))) : join("/", slice(split("/", path), 0, depth + 1))
  ]]))
  api_paths_by_depth = { for depth in [1, 2, 3, 4] : depth => toset([for path in local.api_paths : path if length(split("/", path)) == depth + 1]) }
  api_resource_ids = merge(
    { for path, resource in aws_api_gateway_resource.depth_1 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.depth_2 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.depth_3 : path => resource.id },
  )

  # API Gateway knows JSON Schema draft 4, and cannot follow a reference into the document: only bodies that need none have a model.
  api_models = { for name in toset([for method in local.api_methods : method.body_schema if method.body_schema != null]) :
    name => merge({ "$schema" = "http://json-schema.org/draft-04/schema#" }, local.openapi.components.schemas[name])
  }
}

resource "aws_api_gateway_rest_api" "this" {
  name        = local.names.api
  description = local.openapi.info.description

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = length(local.api_paths_by_depth[4]) == 0
      error_message = "api.tf makes resources of three segments at most, and ${join(", ", local.api_paths_by_depth[4])} has more. Add aws_api_gateway_resource.depth_4 as the others are."
    }
  }
}

# A resource's parent cannot be an instance of the same `for_each`: hence one block for each depth.
resource "aws_api_gateway_resource" "depth_1" {
  for_each = local.api_paths_by_depth[1]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "depth_2" {
  for_each = local.api_paths_by_depth[2]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.depth_1[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "depth_3" {
  for_each = local.api_paths_by_depth[3]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.depth_2[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_model" "body" {
  for_each = local.api_models

  rest_api_id  = aws_api_gateway_rest_api.this.id
  name         = each.key
  content_type = "application/json"
  schema       = jsonencode(each.value)
}

resource "aws_api_gateway_request_validator" "this" {
  rest_api_id                 = aws_api_gateway_rest_api.this.id
  name                        = "body-and-parameters"
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_method" "route" {
  for_each = local.api_methods

  rest_api_id          = aws_api_gateway_rest_api.this.id
  resource_id          = local.api_resource_ids[each.value.path]
  http_method          = each.value.http_method
  authorization        = var.api_authorization == "AWS_IAM" ? "AWS_IAM" : "NONE"
  api_key_required     = var.api_authorization == "API_KEY"
  request_validator_id = aws_api_gateway_request_validator.this.id
  request_models       = each.value.body_schema == null ? {} : { "application/json" = aws_api_gateway_model.body[each.value.body_schema].name }
  request_parameters = { for parameter in each.value.parameters :
    "method.request.${parameter.in == "query" ? "querystring" : "header"}.${parameter.name}" => try(parameter.required, false)
  }
}

resource "aws_api_gateway_integration" "route" {
  for_each = local.api_methods

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_method.route[each.key].resource_id
  http_method             = aws_api_gateway_method.route[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = local.api_functions[each.value.function].invoke_arn
}

# The API as a caller meets it: a change of any of this is deployed, in the same apply.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    # Not of the resources: they are unknown until they are made, and the first plan after would show a deployment for nothing.
    redeployment = sha1(jsonencode([
      local.openapi, filesha1("${path.module}/api.tf"), filesha1("${path.module}/api-cors.tf"), filesha1("${path.module}/api-responses.tf"),
      var.api_authorization, var.api_origins,
    ]))
  }

  depends_on = [
    aws_api_gateway_gateway_response.this, aws_api_gateway_integration.route, aws_api_gateway_integration_response.cors,
  ]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "api" {
  name              = local.log_groups.api
  retention_in_days = var.log_retention_days
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = var.environment

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    # The route, not the path or the query: no id and no secret of a caller's gets into the log.
    format = jsonencode({
      requestId          = "$context.requestId"
      requestTime        = "$context.requestTime"
      ip                 = "$context.identity.sourceIp"
      caller             = "$context.identity.userArn"
      httpMethod         = "$context.httpMethod"
      resourcePath       = "$context.resourcePath"
      status             = "$context.status"
      responseLatency    = "$context.responseLatency"
      integrationLatency = "$context.integrationLatency"
      error              = "$context.error.responseType"
    })
  }

  depends_on = [aws_api_gateway_account.this]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "OFF" # Execution logs hold URLs with their tokens.
    data_trace_enabled     = false
    throttling_rate_limit  = var.api_throttling.rate
    throttling_burst_limit = var.api_throttling.burst
  }
}
