# The stateful parts: table and bucket.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "the_table_has_the_shape_that_the_job_store_reads_by" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.jobs.hash_key == "jobId" && aws_dynamodb_table.jobs.range_key == null && aws_dynamodb_table.jobs.billing_mode == "PAY_PER_REQUEST"
    error_message = "the table's key is jobId alone, and it is paid for by request"
  }
  assert {
    condition = jsonencode({ for index in aws_dynamodb_table.jobs.global_secondary_index : index.name => [index.hash_key, index.range_key, index.projection_type, sort(coalesce(index.non_key_attributes, []))] }) == jsonencode({
      jobs-by-kind = ["kind", "createdAt", "ALL", []], jobs-by-status = ["status", "createdAt", "ALL", []], jobs-open = ["open", "lookAt", "INCLUDE", ["sendSeq", "status"]]
    })
    error_message = "the indexes are not those of packages/core/src/adapters/jobs-table.ts"
  }
  assert {
    condition     = aws_dynamodb_table.jobs.ttl[0].attribute_name == "ttl" && aws_dynamodb_table.jobs.ttl[0].enabled
    error_message = "rows end by the attribute ttl"
  }
  assert {
    condition     = aws_dynamodb_table.jobs.point_in_time_recovery[0].enabled && aws_dynamodb_table.jobs.deletion_protection_enabled == false
    error_message = "the table can be restored to any second, and deleted where environment is not prod"
  }
}

run "prod_protects_its_table" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition     = aws_dynamodb_table.jobs.deletion_protection_enabled && aws_dynamodb_table.jobs.name == "jobs-prod"
    error_message = "in prod nobody deletes the table by accident"
  }
  assert {
    condition     = aws_s3_bucket.recordings.force_destroy == false && aws_ecr_repository.recorder.force_delete == false
    error_message = "in prod destroying the stack must not delete recordings or images"
  }
}

run "the_bucket_is_private_encrypted_and_versioned" {
  command = plan

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.recordings.block_public_acls, aws_s3_bucket_public_access_block.recordings.block_public_policy,
      aws_s3_bucket_public_access_block.recordings.ignore_public_acls, aws_s3_bucket_public_access_block.recordings.restrict_public_buckets,
    ])
    error_message = "public access must be blocked in all four ways"
  }
  assert {
    condition     = aws_s3_bucket_ownership_controls.recordings.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "objects belong to the bucket's owner, and there are no ACLs"
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.recordings.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "objects are encrypted"
  }
  assert {
    condition     = aws_s3_bucket_versioning.recordings.versioning_configuration[0].status == "Enabled"
    error_message = "a torrent describes one version of its object, so versions are kept"
  }
  assert {
    condition     = aws_s3_bucket.recordings.bucket == "chronicle-recordings-dev-111122223333" && aws_s3_bucket.recordings.force_destroy == false
    error_message = "the bucket carries environment and account, and is not deleted with what is in it unless somebody says so"
  }
}

run "the_bucket_cleans_up_after_itself_and_not_too_early" {
  command = plan

  assert {
    condition = jsonencode([for rule in aws_s3_bucket_lifecycle_configuration.recordings.rule : [rule.id, rule.status]]) == jsonencode([
      ["abort-uploads-that-were-never-completed", "Enabled"], ["drop-replaced-and-deleted-versions", "Enabled"], ["drop-what-is-internal", "Enabled"],
    ])
    error_message = "the bucket cleans up open uploads, old versions and what is internal"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.recordings.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 14
    error_message = "uploads are aborted after 14 days, twice the longest recording"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.recordings.rule[1].noncurrent_version_expiration[0].noncurrent_days == 30
    error_message = "old versions are kept for 30 days"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.recordings.rule[2].expiration[0].days == 30 && aws_s3_bucket_lifecycle_configuration.recordings.rule[2].filter[0].prefix == ".chronicle/"
    error_message = "nothing but what is internal expires: recordings never do"
  }
  assert {
    # S3 takes either the delete marker or a number of days, so the second rule cannot expire recordings either.
    condition     = length(aws_s3_bucket_lifecycle_configuration.recordings.rule[0].expiration) == 0 && aws_s3_bucket_lifecycle_configuration.recordings.rule[1].expiration[0].expired_object_delete_marker
    error_message = "a recording that is current must never expire"
  }
}

run "whatever_happens_to_objects_is_told_to_the_torrent_creator" {
  command = plan

  assert {
    condition = jsonencode([for f in aws_s3_bucket_notification.recordings.lambda_function : [f.id, f.lambda_function_arn, f.events, f.filter_prefix, f.filter_suffix]]) == jsonencode([
      ["s3-torrent-creator", aws_lambda_function.torrent_creator.arn, ["s3:LifecycleExpiration:*", "s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectRestore:Completed"], null, null],
    ])
    error_message = "one notification, for all objects: two that overlap are refused by S3"
  }
}

run "players_may_seek_in_recordings" {
  command = plan

  assert {
    condition = jsonencode([for rule in aws_s3_bucket_cors_configuration.recordings.cors_rule : [sort(rule.allowed_methods), rule.allowed_origins, rule.allowed_headers, sort(rule.expose_headers)]]) == jsonencode(
      [[["GET", "HEAD"], ["*"], ["range"], ["content-range", "etag"]]]
    )
    error_message = "a player reads ranges from any origin, and writes nothing"
  }
}

run "a_page_that_calls_the_api_may_fetch_by_its_links" {
  command = plan

  variables {
    api_origins    = "https://app.example.com"
    player_origins = ["https://player.example.com"]
  }

  assert {
    condition     = jsonencode([for rule in aws_s3_bucket_cors_configuration.recordings.cors_rule : sort(rule.allowed_origins)]) == jsonencode([["https://app.example.com", "https://player.example.com"]])
    error_message = "a link of the API leads to the bucket, which must let the same page read"
  }
}
