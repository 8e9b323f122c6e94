# A stack to keep. What is commented out is what most will want to set.
environment        = "prod"
log_retention_days = 90

# cdn_enabled  = true                # Recordings are public by their address, and a web seed for their torrents.
# alarm_email  = "you@example.com"
# trackers     = ["udp://tracker.example.com:6969/announce"]
# recorder_image = "<repository>@sha256:<digest>"
