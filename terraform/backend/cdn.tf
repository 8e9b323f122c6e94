# Optional: recordings as a web seed, read through CloudFront alone. The bucket itself stays private.

resource "aws_cloudfront_origin_access_control" "recordings" {
  count = var.cdn_enabled ? 1 : 0

  name                              = local.names.bucket
  description                       = "Reads the recordings of ${var.environment}"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "recordings" {
  count = var.cdn_enabled ? 1 : 0

  comment         = "Chronicle recordings of ${var.environment}"
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = "PriceClass_100"

  origin {
    origin_id                = "recordings"
    domain_name              = aws_s3_bucket.recordings.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.recordings[0].id
  }

  default_cache_behavior {
    target_origin_id       = "recordings"
    allowed_methods        = ["GET", "HEAD", "OPTIONS"]
    cached_methods         = ["GET", "HEAD"]
    viewer_protocol_policy = "redirect-to-https"
    # AWS's own policies CachingOptimized, CORS-S3Origin and SimpleCORS, which have the same ids everywhere.
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    origin_request_policy_id   = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
    response_headers_policy_id = "60669652-455b-4ae9-85a4-c4c02393f86c"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
