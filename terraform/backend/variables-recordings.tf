# Jobs, recordings and their torrents.

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
