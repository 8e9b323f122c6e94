# The Lambdas and what calls them.

variable "lambda_zip_folder" {
  description = "The folder with a zip for each function. Null: dist/lambda of this repository, which `npm run build` fills."
  type        = string
  default     = null
}

variable "lambda_runtime" {
  description = "The functions' runtime. nodejs24.x needs a provider that knows it."
  type        = string
  default     = "nodejs22.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs22.x", "nodejs24.x"], var.lambda_runtime)
    error_message = "lambda_runtime must be nodejs22.x or nodejs24.x: the zips are tested under these."
  }
}

variable "torrent_creator" {
  description = "Size of s3-torrent-creator: memory in MB, which is processor time as well, time-out in seconds, and room in /tmp in MB, which bounds the objects where torrent_engine is transmission. Larger objects than most_bytes go to a task at once; null: those for which the time-out shows to be too short. At most reserved_concurrency run at once, which then nobody else can take; null: as many as the account has room for, so that a large backfill may take the room of all other functions."
  type = object({
    memory_size          = optional(number, 1024)
    timeout              = optional(number, 300)
    storage_mb           = optional(number, 512)
    most_bytes           = optional(number)
    reserved_concurrency = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.torrent_creator.memory_size >= 128 && var.torrent_creator.memory_size <= 10240
    error_message = "torrent_creator.memory_size must be 128 to 10240 MB."
  }
  validation {
    condition     = var.torrent_creator.timeout >= 60 && var.torrent_creator.timeout <= 900
    error_message = "torrent_creator.timeout must be 60 to 900 seconds."
  }
  validation {
    condition     = var.torrent_creator.storage_mb == floor(var.torrent_creator.storage_mb) && var.torrent_creator.storage_mb >= 512 && var.torrent_creator.storage_mb <= 10240
    error_message = "torrent_creator.storage_mb must be a whole number from 512 to 10240, as Lambda offers them."
  }
  validation {
    condition     = var.torrent_creator.most_bytes == null ? true : var.torrent_creator.most_bytes == floor(var.torrent_creator.most_bytes) && var.torrent_creator.most_bytes >= 0
    error_message = "torrent_creator.most_bytes must be a whole number of bytes, or null."
  }
  validation {
    condition     = var.torrent_creator.reserved_concurrency == null ? true : var.torrent_creator.reserved_concurrency == floor(var.torrent_creator.reserved_concurrency) && var.torrent_creator.reserved_concurrency >= 1
    error_message = "torrent_creator.reserved_concurrency must be a whole number from 1, or null. With 0 there would be no torrents."
  }
}

variable "torrent_engine" {
  description = "Where the hashes of uploaded objects come from: part-checksums, which reads nothing where an object was uploaded in parts of its piece length with SHA-1, and otherwise streams; streaming, which reads it through; auto, the better of these; or transmission, which downloads it to /tmp and runs transmission-create out of the layer transmission-tools. The torrents are the same."
  type        = string
  default     = "auto"
  nullable    = false

  validation {
    condition     = contains(["auto", "part-checksums", "streaming", "transmission"], var.torrent_engine)
    error_message = "torrent_engine must be auto, part-checksums, streaming or transmission."
  }
}

variable "transmission_layer_zip" {
  description = "The zip of the layer transmission-tools, where torrent_engine is transmission. Null: where util/build-transmission-lambda-layer.sh puts it."
  type        = string
  default     = null
}

variable "queue_batch_size" {
  description = "How many messages one invocation of dispatch-to-ecs takes."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.queue_batch_size >= 1 && var.queue_batch_size <= 10
    error_message = "queue_batch_size must be 1 to 10, which is as many as a FIFO queue gives."
  }
}

variable "queue_maximum_concurrency" {
  description = "How many invocations of dispatch-to-ecs the queue may cause at a time. ECS starts 20 tasks a second at most."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.queue_maximum_concurrency >= 2 && var.queue_maximum_concurrency <= 1000
    error_message = "queue_maximum_concurrency must be 2 to 1000, as Lambda says."
  }
}

variable "max_active_jobs" {
  description = "How many jobs may be recorded at once; the others wait. Null or 0: any number. A launch or two more may slip through, see docs/adr."
  type        = number
  default     = null

  validation {
    condition     = var.max_active_jobs == null ? true : var.max_active_jobs == floor(var.max_active_jobs) && var.max_active_jobs >= 0 && var.max_active_jobs <= 100000
    error_message = "max_active_jobs must be a whole number from 0 to 100000, or null."
  }
}

variable "max_attempts" {
  description = "How many attempts a job has without being asked again, where its recorders die."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.max_attempts == floor(var.max_attempts) && var.max_attempts >= 1 && var.max_attempts <= 10
    error_message = "max_attempts must be a whole number from 1 to 10."
  }
}

variable "task_event_sources" {
  description = "Sources of the task events that job-lifecycle hears. Only AWS may send aws.ecs, so an emulator's are called otherwise."
  type        = list(string)
  default     = ["aws.ecs"]
  nullable    = false

  validation {
    condition     = length(var.task_event_sources) > 0
    error_message = "task_event_sources must name at least one source."
  }
  validation {
    condition     = var.environment != "prod" || join(",", var.task_event_sources) == "aws.ecs"
    error_message = "task_event_sources must be aws.ecs alone where environment is prod: any other source can be forged inside the account."
  }
}
