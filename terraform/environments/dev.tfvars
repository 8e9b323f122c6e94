# A stack to try things out: everything may be deleted with it.
environment          = "dev"
force_destroy        = true
log_retention_days   = 7
max_duration_seconds = 14400
