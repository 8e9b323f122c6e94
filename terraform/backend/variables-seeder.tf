# The seeder.

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
