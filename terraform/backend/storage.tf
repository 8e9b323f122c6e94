# The bucket of recordings. It is versioned, because a torrent describes one version of its object.

resource "aws_s3_bucket" "recordings" {
  bucket        = local.names.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "recordings" {
  bucket                  = aws_s3_bucket.recordings.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_cors_configuration" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  cors_rule {
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = distinct(concat(var.player_origins, [var.api_origins])) # A page that calls the API fetches by its links, too.
    allowed_headers = ["range"]
    expose_headers  = ["content-range", "etag"]
    max_age_seconds = 3600
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "recordings" {
  bucket = aws_s3_bucket_versioning.recordings.id

  rule {
    id     = "abort-uploads-that-were-never-completed"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = var.abort_multipart_days
    }
  }

  rule {
    id     = "drop-replaced-and-deleted-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_version_days
    }
    expiration {
      expired_object_delete_marker = true
    }
  }

  rule {
    id     = "drop-what-is-internal"
    status = "Enabled"

    filter {
      prefix = ".chronicle/"
    }
    expiration {
      days = 30
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "RefuseWithoutTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arns.bucket, "${local.arns.bucket}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = aws_cloudfront_distribution.recordings[*].arn

    content {
      sid       = "LetTheCdnReadRecordings"
      actions   = ["s3:GetObject"]
      resources = ["${local.arns.bucket}/recordings/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "recordings" {
  bucket = aws_s3_bucket_public_access_block.recordings.bucket
  policy = data.aws_iam_policy_document.bucket.json
}
