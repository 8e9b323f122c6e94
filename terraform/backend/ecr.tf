# The recorder's images. Tags cannot be moved, so that a task definition means one image for good.

resource "aws_ecr_repository" "recorder" {
  name                 = local.names.recorder_images
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.force_destroy

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "recorder" {
  repository = aws_ecr_repository.recorder.name

  policy = jsonencode({ rules = [{
    rulePriority = 1
    description  = "Keep the last 20 images: task definitions of earlier releases still name them"
    selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 20 }
    action       = { type = "expire" }
  }] })
}
