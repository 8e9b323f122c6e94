# The REST API.

variable "openapi_file" {
  description = "The OpenAPI document whose routes the API gets. Null: docs/openapi.json of this repository."
  type        = string
  default     = null
}

variable "api_authorization" {
  description = "How the API knows its callers: AWS_IAM by signed requests, API_KEY by the header x-api-key."
  type        = string
  default     = "AWS_IAM"
  nullable    = false

  validation {
    condition     = contains(["AWS_IAM", "API_KEY"], var.api_authorization)
    error_message = "api_authorization must be AWS_IAM or API_KEY. There is no open API: whoever reaches it starts tasks that you pay for."
  }
}

variable "api_key_value" {
  description = "The API key, where api_authorization is API_KEY. Null: AWS makes one. It is kept in the state either way."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.api_key_value == null || try(length(var.api_key_value) >= 20 && length(var.api_key_value) <= 128, false)
    error_message = "api_key_value must be 20 to 128 characters."
  }
}

variable "api_throttling" {
  description = "How many requests a second the API takes on and on (rate) and at once (burst)."
  type        = object({ rate = optional(number, 10), burst = optional(number, 20) })
  default     = {}
  nullable    = false

  validation {
    condition     = var.api_throttling.rate > 0 && var.api_throttling.burst >= var.api_throttling.rate
    error_message = "api_throttling.rate must be above 0, and burst no less than rate."
  }
}

variable "api_origins" {
  description = "The one web origin whose pages may call the API, or \"*\" (CORS). API Gateway's own answers can name no more than one."
  type        = string
  default     = "*"
  nullable    = false

  validation {
    condition     = var.api_origins == "*" || can(regex("^https?://[^/',]+$", var.api_origins))
    error_message = "api_origins must be \"*\" or one origin such as https://app.example.com, without a path."
  }
}

variable "manage_api_gateway_account" {
  description = "Whether this stack sets the role by which API Gateway writes logs. AWS has one for each account and region, so of several stacks only one may."
  type        = bool
  default     = true
  nullable    = false
}
