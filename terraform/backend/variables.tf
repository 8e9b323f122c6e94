variable "environment" {
  description = "Which stack this is. It is part of every name, so one account can hold several; \"prod\" adds protection."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 16 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "tags" {
  description = "Tags for everything, beside Project, Environment and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "force_destroy" {
  description = "Whether destroying the stack may delete recordings and images with it. Applied first, then destroyed: Terraform reads it from the state."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !(var.force_destroy && var.environment == "prod")
    error_message = "force_destroy is refused where environment is prod: it would delete the recordings. Empty the bucket by hand first."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 or one of the longer ones."
  }
}

# Jobs and recordings

variable "ttl_days" {
  description = "How long the row of an ended job is kept. A whole number of days."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.ttl_days == floor(var.ttl_days) && var.ttl_days >= 1 && var.ttl_days <= 3650
    error_message = "ttl_days must be a whole number from 1 to 3650."
  }
}

variable "max_duration_seconds" {
  description = "The longest that one recording may be."
  type        = number
  default     = 43200
  nullable    = false

  validation {
    condition     = var.max_duration_seconds == floor(var.max_duration_seconds) && var.max_duration_seconds >= 1 && var.max_duration_seconds <= 7 * 86400
    error_message = "max_duration_seconds must be a whole number from 1 to 604800 (7 days)."
  }
}

variable "abort_multipart_days" {
  description = "After how many days S3 throws away an upload that was never completed. A recording is such an upload for as long as it lasts."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.abort_multipart_days * 86400 >= 2 * var.max_duration_seconds
    error_message = "abort_multipart_days must be at least twice max_duration_seconds, else S3 could abort a recording that still goes on or waits for its repair."
  }
}

variable "bucket_name" {
  description = "The bucket of recordings. Null: chronicle-recordings-<environment>-<account>, because bucket names are shared with the whole world."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_name == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be 3 to 63 lower-case letters, digits and hyphens; no dots, which break TLS."
  }
}

variable "noncurrent_version_days" {
  description = "How long S3 keeps a version that was replaced or deleted."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.noncurrent_version_days >= 1
    error_message = "noncurrent_version_days must be at least 1."
  }
}

variable "player_origins" {
  description = "Web origins whose pages may play recordings (CORS)."
  type        = list(string)
  default     = ["*"]
  nullable    = false

  validation {
    condition     = length(var.player_origins) > 0 && alltrue([for origin in var.player_origins : origin == "*" || can(regex("^https?://[^/]+$", origin))])
    error_message = "player_origins must be \"*\" or origins such as https://player.example.com, without a path."
  }
}

variable "trackers" {
  description = "BitTorrent trackers for new torrents, without commas in them. None: the torrents rely on web seeds and the DHT."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for tracker in var.trackers : can(regex("^(udp|https?|wss?)://[^,\\s]+$", tracker))])
    error_message = "trackers must be URLs that begin with udp://, http://, https://, ws:// or wss:// and hold no comma."
  }
}

variable "public_base_url" {
  description = "Where the bucket's objects can be read publicly; torrents name it as their web seed. Null: none, or the CDN's where cdn_enabled is true."
  type        = string
  default     = null

  validation {
    condition     = var.public_base_url == null || can(regex("^https?://[^/\\s]+(/[^\\s]*)?$", var.public_base_url))
    error_message = "public_base_url must be an http or https URL, such as https://media.example.com."
  }
  validation {
    condition     = !(var.cdn_enabled && var.public_base_url != null)
    error_message = "public_base_url and cdn_enabled exclude each other: with the CDN its own address is used."
  }
}

variable "cdn_enabled" {
  description = "Whether a CloudFront distribution makes recordings/* public, as a web seed. Anyone who knows a key can then read it."
  type        = bool
  default     = false
  nullable    = false
}

# Lambdas

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
  description = "Size of s3-torrent-creator: memory in MB, which is processor time as well, time-out in seconds, and room in /tmp in MB, which bounds the objects where torrent_engine is transmission."
  type = object({
    memory_size = optional(number, 1024)
    timeout     = optional(number, 300)
    storage_mb  = optional(number, 512)
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
}

variable "torrent_engine" {
  description = "What hashes uploaded objects: streaming, which reads them through; or transmission, which downloads them to /tmp and runs transmission-create out of the layer transmission-tools. The torrents are the same."
  type        = string
  default     = "streaming"
  nullable    = false

  validation {
    condition     = contains(["streaming", "transmission"], var.torrent_engine)
    error_message = "torrent_engine must be streaming or transmission."
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

# API

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

# Recorder

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

# Seeder

variable "seeding_enabled" {
  description = "Whether the torrent of every completed job is seeded by a task of its own, within the limits of seeding."
  type        = bool
  default     = false
  nullable    = false
}

variable "seeding" {
  description = "How long and from where a recording is seeded, and the size of the task: given away ratio times or seeded for so many hours is enough (0: no such limit); peers connect at peer_port; dht looks for them without a tracker, too; from is s3 or web-seed; the disk holds the whole recording."
  type = object({
    ratio       = optional(number, 2)
    hours       = optional(number, 24)
    peer_port   = optional(number, 51413)
    dht         = optional(bool, true)
    from        = optional(string, "s3")
    cpu         = optional(number, 256)
    memory      = optional(number, 512)
    storage_gib = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.seeding.ratio >= 0 && var.seeding.hours >= 0 && var.seeding.ratio + var.seeding.hours > 0
    error_message = "seeding.ratio and seeding.hours must not be negative, and not both 0: every recording would keep a task for ever."
  }
  validation {
    condition     = var.seeding.hours <= 24 * var.ttl_days
    error_message = "seeding.hours must be no longer than ttl_days: a seeder stops when the row of its job is gone."
  }
  validation {
    condition     = var.seeding.peer_port == floor(var.seeding.peer_port) && var.seeding.peer_port >= 1024 && var.seeding.peer_port <= 65535
    error_message = "seeding.peer_port must be a whole number from 1024 to 65535: the seeder is not root."
  }
  validation {
    condition     = contains(["s3", "web-seed"], var.seeding.from)
    error_message = "seeding.from must be s3 or web-seed."
  }
  validation {
    condition     = var.seeding.from != "web-seed" || var.cdn_enabled || var.public_base_url != null
    error_message = "seeding.from can be web-seed only where there is one: with cdn_enabled, or a public_base_url."
  }
  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.seeding.cpu) && var.seeding.memory >= 2 * var.seeding.cpu && var.seeding.memory <= 8 * var.seeding.cpu
    error_message = "seeding.cpu must be one of Fargate's (256, 512, 1024, 2048, 4096), and seeding.memory 2 to 8 MiB for each unit."
  }
  validation {
    condition     = var.seeding.storage_gib >= 21 && var.seeding.storage_gib <= 200
    error_message = "seeding.storage_gib must be 21 to 200, as Fargate offers them."
  }
}

variable "seeder_image" {
  description = "The seeder's image, best by digest. Null: tag seeder_image_tag of the stack's own repository."
  type        = string
  default     = null

  validation {
    condition     = var.seeder_image == null || (can(regex("^[^\\s]+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.seeder_image)) && !endswith(coalesce(var.seeder_image, "-"), ":latest"))
    error_message = "seeder_image must end with a tag other than latest, or with a digest: a task definition must mean the same image every time it is launched."
  }
}

variable "seeder_image_tag" {
  description = "The tag of the seeder's image in the stack's own repository, where seeder_image is null."
  type        = string
  default     = "0.1.0"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.seeder_image_tag)) && var.seeder_image_tag != "latest"
    error_message = "seeder_image_tag must be a tag, and not latest: the repository's tags cannot be moved."
  }
}

# Network

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

# Watching

variable "alarm_email" {
  description = "Who gets an e-mail when an alarm goes off; AWS asks that address to confirm first. Null: nobody, the topic is yours to subscribe to."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@\\s]+@[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address."
  }
}
