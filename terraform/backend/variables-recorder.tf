# The recorder.

variable "recorder_image" {
  description = "The recorder's image, best by digest. Null: tag recorder_image_tag of the stack's own repository."
  type        = string
  default     = null

  validation {
    condition     = var.recorder_image == null || can(regex("^[^\\s]+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.recorder_image))
    error_message = "recorder_image must end with a tag or a digest, such as <repository>@sha256:<64 hexadecimal digits>."
  }
  validation {
    condition     = var.recorder_image == null || !endswith(coalesce(var.recorder_image, "-"), ":latest")
    error_message = "recorder_image must not be :latest: a task definition must mean the same image every time it is launched."
  }
}

variable "recorder_image_tag" {
  description = "The tag of the recorder's image in the stack's own repository, where recorder_image is null."
  type        = string
  default     = "0.1.0"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.recorder_image_tag)) && var.recorder_image_tag != "latest"
    error_message = "recorder_image_tag must be a tag, and not latest: the repository's tags cannot be moved."
  }
}

variable "recorder_size" {
  description = "Size of a recorder's task: Fargate's CPU units, memory in MiB, disk in GiB. The disk holds the whole recording until it ends; 100 GiB is more than the largest recording of about 78 GiB."
  type = object({
    cpu         = optional(number, 512)
    memory      = optional(number, 1024)
    storage_gib = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.recorder_size.cpu)
    error_message = "recorder_size.cpu must be one of Fargate's: 256, 512, 1024, 2048, 4096, 8192, 16384."
  }
  validation {
    condition     = var.recorder_size.memory >= 2 * var.recorder_size.cpu && var.recorder_size.memory <= 8 * var.recorder_size.cpu
    error_message = "recorder_size.memory must be 2 to 8 MiB for each CPU unit, as Fargate offers them."
  }
  validation {
    condition     = var.recorder_size.storage_gib >= 21 && var.recorder_size.storage_gib <= 200
    error_message = "recorder_size.storage_gib must be 21 to 200, as Fargate offers them."
  }
}

variable "private_sources" {
  description = "What is recorded though not everybody can reach it, each exactly as host:port, such as nas.example.internal:8080. What AWS answers at for itself never is."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for source in var.private_sources : can(regex("^([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$", source))])
    error_message = "private_sources must be a list of host:port, such as 10.0.0.7:8080 or [fd12::7]:8080."
  }
  validation {
    condition     = length(var.private_sources) == 0 || var.environment != "prod"
    error_message = "private_sources is refused where environment is prod: whoever may submit a job could have a server of the private network read out."
  }
}
