# The jobs: the row is the truth. The shape is packages/core/src/adapters/jobs-table.ts.

resource "aws_dynamodb_table" "jobs" {
  name                        = local.names.table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "jobId"
  deletion_protection_enabled = local.is_prod

  dynamic "attribute" {
    for_each = ["createdAt", "jobId", "kind", "lookAt", "open", "status"]

    content {
      name = attribute.value
      type = "S"
    }
  }

  global_secondary_index {
    name            = "jobs-by-kind"
    hash_key        = "kind"
    range_key       = "createdAt"
    projection_type = "ALL"
  }

  global_secondary_index {
    name            = "jobs-by-status"
    hash_key        = "status"
    range_key       = "createdAt"
    projection_type = "ALL"
  }

  # The sweep's: only open jobs have its keys, and it holds nothing that changes while a recorder notes its progress.
  global_secondary_index {
    name               = "jobs-open"
    hash_key           = "open"
    range_key          = "lookAt"
    projection_type    = "INCLUDE"
    non_key_attributes = ["sendSeq", "status"]
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = false # AWS's own key, free; true would mean a KMS key that is paid for by the call.
  }
}
