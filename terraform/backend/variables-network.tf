# Where tasks run.

variable "existing_network" {
  description = "Your own network for recorders and seeders: subnets with a way to the internet, in one VPC. Null: a VPC with two public subnets is made."
  type        = object({ vpc_id = string, subnet_ids = list(string) })
  default     = null

  validation {
    condition     = var.existing_network == null || can(regex("^vpc-[0-9a-f]+$", var.existing_network.vpc_id))
    error_message = "existing_network.vpc_id must be the id of a VPC, such as vpc-0123456789abcdef0."
  }
  validation {
    condition     = var.existing_network == null || try(length(var.existing_network.subnet_ids) >= 2 && alltrue([for id in var.existing_network.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))]), false)
    error_message = "existing_network.subnet_ids must be two or more ids of subnets: Fargate has room in one zone when it has none in another."
  }
}

variable "vpc_cidr" {
  description = "The addresses of the VPC, where one is made."
  type        = string
  default     = "10.40.0.0/20"
  nullable    = false

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 4, 1)) && try(tonumber(split("/", var.vpc_cidr)[1]) <= 24, false)
    error_message = "vpc_cidr must be an IPv4 block of /24 or larger, such as 10.40.0.0/20."
  }
}
