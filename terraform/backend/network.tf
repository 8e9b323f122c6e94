# Where recorders run: public subnets, because a NAT gateway charges for every gigabyte of video, and nothing may come in.

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  count = var.existing_network == null ? 1 : 0

  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  tags                 = { Name = "chronicle-${var.environment}" }
}

# The VPC's own group lets its members talk to each other. Nobody uses it; declared empty, it allows nothing.
resource "aws_default_security_group" "unused" {
  count = var.existing_network == null ? 1 : 0

  vpc_id = aws_vpc.this[0].id
}

resource "aws_subnet" "public" {
  count = var.existing_network == null ? 2 : 0

  vpc_id            = aws_vpc.this[0].id
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
  tags              = { Name = "chronicle-${var.environment}-public-${count.index + 1}" }
}

resource "aws_internet_gateway" "this" {
  count = var.existing_network == null ? 1 : 0

  vpc_id = aws_vpc.this[0].id
  tags   = { Name = "chronicle-${var.environment}" }
}

resource "aws_route_table" "public" {
  count = var.existing_network == null ? 1 : 0

  vpc_id = aws_vpc.this[0].id
  tags   = { Name = "chronicle-${var.environment}-public" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this[0].id
  }
}

resource "aws_route_table_association" "public" {
  count = var.existing_network == null ? 2 : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

# Free, and they keep the recordings' way to S3 off the internet.
resource "aws_vpc_endpoint" "gateway" {
  for_each = var.existing_network == null ? toset(["dynamodb", "s3"]) : toset([])

  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.public[0].id]
  tags              = { Name = "chronicle-${var.environment}-${each.key}" }
}

resource "aws_security_group" "recorder" {
  name        = "chronicle-recorder-${var.environment}"
  description = "Recorders: everything out, nothing in"
  vpc_id      = local.network.vpc_id
  tags        = { Name = "chronicle-recorder-${var.environment}" }

  # Written down, so that a rule which somebody adds by hand is taken away again.
  ingress = []

  # A stream may be at any port of any public address. What the recorder must not reach, its own egress proxy refuses.
  egress {
    description = "Streams and AWS"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
