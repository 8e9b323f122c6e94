# Least privilege, by the statements of the policy documents. Their `.json` is the mock's and says nothing.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment       = "dev"
  lambda_zip_folder = "./tests/fixtures/lambda"
}

run "each_program_may_do_exactly_what_it_does" {
  command = plan

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.dispatch.statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      WriteTheFunctionLog           = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/dispatch-to-ecs-dev:*"]]
      AcceptReadAndMoveOnJobs       = [["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      ListJobs                      = [["dynamodb:Query"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev/index/jobs-by-kind", "arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev/index/jobs-by-status"]]
      RingTheBell                   = [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dev.fifo"]]
      TakeMessagesFromTheQueue      = [["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dev.fifo"]]
      SayWhenFailedMessagesComeBack = [["sqs:ChangeMessageVisibility"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dev.fifo"]]
      StopRecordersOfCancelledJobs  = [["ecs:StopTask"], ["arn:aws:ecs:eu-central-1:111122223333:task/chronicle-cluster-dev/*"]]
      LaunchRecordersInThisCluster  = [["ecs:RunTask"], ["arn:aws:ecs:eu-central-1:111122223333:task-definition/chronicle-recorder-task-dev:*"]]
      HandTheRecorderItsRoles       = [["iam:PassRole"], ["arn:aws:iam::111122223333:role/chronicle-recorder-execution-dev", "arn:aws:iam::111122223333:role/chronicle-recorder-task-dev"]]
      DropRowsOfPurgedJobs          = [["dynamodb:DeleteItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      LinkToRecordings              = [["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      BeToldThatAnObjectIsMissing   = [["s3:ListBucket"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      FindWhatJobsMade              = [["s3:ListBucketVersions"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      PurgeWhatJobsMade             = [["s3:DeleteObjectVersion"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/.chronicle/rendered/*", "arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      GiveUpUploadsOfPurgedJobs     = [["s3:AbortMultipartUpload"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
    })
    error_message = "dispatch-to-ecs may do more or less than it does"
  }
  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.lifecycle.statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      WriteTheFunctionLog            = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/job-lifecycle-dev:*"]]
      TakeAndEndJobs                 = [["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      FindJobsToLookAt               = [["dynamodb:Query"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev/index/jobs-open"]]
      RingTheBell                    = [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dev.fifo"]]
      TakeDeadLetters                = [["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-jobs-dlq-dev.fifo"]]
      SeeWhatBecameOfTasks           = [["ecs:DescribeTasks"], ["arn:aws:ecs:eu-central-1:111122223333:task/chronicle-cluster-dev/*"]]
      FindTheTasksOfALaunch          = [["ecs:ListTasks"], ["*"]]
      StopTasksThatMayNotGoOn        = [["ecs:StopTask"], ["arn:aws:ecs:eu-central-1:111122223333:task/chronicle-cluster-dev/*"]]
      FinishUploadsOfDeadRecorders   = [["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      FindUploadsThatNobodyNoted     = [["s3:ListBucketMultipartUploads"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      LookAtRecordings               = [["s3:GetObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      BeToldThatAnObjectIsMissing    = [["s3:ListBucket"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      GoOnWithBackfills              = [["lambda:InvokeFunction"], ["arn:aws:lambda:eu-central-1:111122223333:function:s3-torrent-creator-dev"]]
      LeaveEventsThatCouldNotBeTaken = [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-failed-events-dev"]]
    })
    error_message = "job-lifecycle may do more or less than it does"
  }
  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.torrent_creator.statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      WriteTheFunctionLog             = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/s3-torrent-creator-dev:*"]]
      NoteTorrentsInRows              = [["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      ReadTheVersionThatTheEventNames = [["s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectVersion", "s3:GetObjectVersionAttributes"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*"]]
      ListObjects                     = [["s3:ListBucket"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      FindWhoseRecordingIsGone        = [["s3:ListBucketVersions"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
      PublishTorrents                 = [["s3:PutObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*.torrent"]]
      WithdrawTorrents                = [["s3:DeleteObject", "s3:DeleteObjectVersion"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*.torrent"]]
      OrderTorrentsOfItself           = [["lambda:InvokeFunction"], ["arn:aws:lambda:eu-central-1:111122223333:function:s3-torrent-creator-dev"]]
      LeaveEventsThatCouldNotBeTaken  = [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:111122223333:chronicle-failed-events-dev"]]
    })
    error_message = "s3-torrent-creator may do more or less than it does"
  }
  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.recorder.statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      ReadAndMoveOnJobs           = [["dynamodb:GetItem", "dynamodb:UpdateItem"], ["arn:aws:dynamodb:eu-central-1:111122223333:table/jobs-dev"]]
      UploadRecordings            = [["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"]]
      ReadWhatNeedsATorrent       = [["s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectVersion", "s3:GetObjectVersionAttributes"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*"]]
      PublishTorrents             = [["s3:PutObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*.torrent"]]
      WithdrawTorrents            = [["s3:DeleteObject", "s3:DeleteObjectVersion"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/*.torrent"]]
      BeToldThatAnObjectIsMissing = [["s3:ListBucket"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333"]]
    })
    error_message = "the recorder may do more or less than it does"
  }
  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.execution.statement : s.sid => [sort(s.actions), sort(s.resources)] }) == jsonencode({
      LogInToTheImageRegistry = [["ecr:GetAuthorizationToken"], ["*"]]
      PullTheRecorderImage    = [["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], ["arn:aws:ecr:eu-central-1:111122223333:repository/chronicle-recorder-dev"]]
      WriteTheRecorderLog     = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/chronicle-recorder-dev:*"]]
    })
    error_message = "ECS may do more or less than starting a recorder needs"
  }
}

run "launches_are_tied_to_the_cluster_and_roles_to_tasks" {
  command = plan

  assert {
    condition = one([for s in data.aws_iam_policy_document.dispatch.statement : jsonencode([for c in s.condition : [c.test, c.variable, c.values]]) if s.sid == "LaunchRecordersInThisCluster"]) == jsonencode(
      [["ArnEquals", "ecs:cluster", ["arn:aws:ecs:eu-central-1:111122223333:cluster/chronicle-cluster-dev"]]]
    )
    error_message = "RunTask must be allowed in the stack's own cluster only"
  }
  assert {
    condition = one([for s in data.aws_iam_policy_document.lifecycle.statement : jsonencode([for c in s.condition : [c.test, c.variable, c.values]]) if s.sid == "FindTheTasksOfALaunch"]) == jsonencode(
      [["ArnEquals", "ecs:cluster", ["arn:aws:ecs:eu-central-1:111122223333:cluster/chronicle-cluster-dev"]]]
    )
    error_message = "ListTasks must be allowed in the stack's own cluster only"
  }
  assert {
    condition = one([for s in data.aws_iam_policy_document.dispatch.statement : jsonencode([for c in s.condition : [c.test, c.variable, sort(c.values)]]) if s.sid == "FindWhatJobsMade"]) == jsonencode(
      [["StringLike", "s3:prefix", [".chronicle/rendered/*", "recordings/*"]]]
    )
    error_message = "the API must find what jobs made, and nothing else of the bucket"
  }
  assert {
    condition = one([for s in data.aws_iam_policy_document.torrent_creator.statement : jsonencode([for c in s.condition : [c.test, c.variable, c.values]]) if s.sid == "FindWhoseRecordingIsGone"]) == jsonencode(
      [["StringLike", "s3:prefix", ["recordings/*"]]]
    )
    error_message = "s3-torrent-creator must see versions of recordings, and nothing else of the bucket"
  }
  assert {
    condition = one([for s in data.aws_iam_policy_document.dispatch.statement : jsonencode([for c in s.condition : [c.test, c.variable, c.values]]) if s.sid == "HandTheRecorderItsRoles"]) == jsonencode(
      [["StringEquals", "iam:PassedToService", ["ecs-tasks.amazonaws.com"]]]
    )
    error_message = "the recorder's roles must be handed to ECS tasks only"
  }
  assert {
    condition = alltrue([
      aws_iam_role.recorder.name == "chronicle-recorder-task-dev",
      aws_iam_role.execution.name == "chronicle-recorder-execution-dev",
      aws_iam_role.recorder.name != aws_iam_role.execution.name,
    ])
    error_message = "the roles that may be passed are not the roles that there are"
  }
}

run "no_other_statement_is_tied_to_anything" {
  command = plan

  assert {
    condition = jsonencode({ for role, document in {
      dispatch = data.aws_iam_policy_document.dispatch, execution = data.aws_iam_policy_document.execution, lifecycle = data.aws_iam_policy_document.lifecycle,
      recorder = data.aws_iam_policy_document.recorder, torrent_creator = data.aws_iam_policy_document.torrent_creator,
      } : role => sort([for s in document.statement : s.sid if length(s.condition) > 0]) }) == jsonencode({
      dispatch        = ["FindWhatJobsMade", "HandTheRecorderItsRoles", "LaunchRecordersInThisCluster"]
      execution       = []
      lifecycle       = ["FindTheTasksOfALaunch"]
      recorder        = []
      torrent_creator = ["FindWhoseRecordingIsGone"]
    })
    error_message = "a condition that no run looks at may take away what a statement gives"
  }
}

run "roles_are_taken_by_their_service_alone" {
  command = plan

  assert {
    condition     = jsonencode([for s in data.aws_iam_policy_document.lambda_trust.statement : [s.actions, [for p in s.principals : [p.type, p.identifiers]]]]) == jsonencode([[["sts:AssumeRole"], [["Service", ["lambda.amazonaws.com"]]]]])
    error_message = "only Lambda may take a function's role"
  }
  assert {
    condition     = jsonencode([for s in data.aws_iam_policy_document.task_trust.statement : [s.actions, [for p in s.principals : [p.type, p.identifiers]]]]) == jsonencode([[["sts:AssumeRole"], [["Service", ["ecs-tasks.amazonaws.com"]]]]])
    error_message = "only ECS tasks may take the recorder's roles"
  }
  assert {
    condition = jsonencode(sort([for c in one(data.aws_iam_policy_document.task_trust.statement).condition : "${c.test} ${c.variable} ${one(c.values)}"])) == jsonencode([
      "ArnLike aws:SourceArn arn:aws:ecs:eu-central-1:111122223333:*", "StringEquals aws:SourceAccount 111122223333",
    ])
    error_message = "only tasks of this account may take the recorder's roles"
  }
}

run "resource_policies_open_nothing_but_what_they_name" {
  command = plan

  assert {
    condition = alltrue([for key, document in data.aws_iam_policy_document.queue : contains(
      [for s in document.statement : jsonencode([s.effect, s.actions, [for c in s.condition : [c.test, c.variable, c.values]]])],
      jsonencode(["Deny", ["sqs:*"], [["Bool", "aws:SecureTransport", ["false"]]]])
    )])
    error_message = "every queue must refuse requests without TLS"
  }
  assert {
    condition = jsonencode({ for key, document in data.aws_iam_policy_document.queue : key => [for s in document.statement : s.sid if s.effect != "Deny"] }) == jsonencode({
      dead_letters = [], failed_events = ["LetTheTaskRuleLeaveWhatItCouldNotDeliver"], jobs = []
    })
    error_message = "a queue's policy lets somebody in who needs not be let in"
  }
  assert {
    condition = jsonencode([for s in data.aws_iam_policy_document.queue["failed_events"].statement : [s.actions, [for p in s.principals : p.identifiers], [for c in s.condition : [c.variable, c.values]]] if s.effect != "Deny"]) == jsonencode(
      [[["sqs:SendMessage"], [["events.amazonaws.com"]], [["aws:SourceArn", ["arn:aws:events:eu-central-1:111122223333:rule/chronicle-task-state-dev"]]]]]
    )
    error_message = "only the rule of task events may leave events in failed_events"
  }
  assert {
    condition = jsonencode([for s in data.aws_iam_policy_document.bucket.statement : [s.sid, s.effect, s.actions, sort(s.resources), [for c in s.condition : [c.test, c.variable, c.values]]]]) == jsonencode(
      [["RefuseWithoutTls", "Deny", ["s3:*"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333", "arn:aws:s3:::chronicle-recordings-dev-111122223333/*"], [["Bool", "aws:SecureTransport", ["false"]]]]]
    )
    error_message = "without a CDN the bucket's policy must do nothing but refuse requests without TLS"
  }
  assert {
    condition = jsonencode([for s in data.aws_iam_policy_document.topic.statement : [s.actions, [for p in s.principals : p.identifiers], [for c in s.condition : [c.variable, c.values]]]]) == jsonencode(
      [[["sns:Publish"], [["cloudwatch.amazonaws.com"]], [["aws:SourceAccount", ["111122223333"]]]]]
    )
    error_message = "only this account's alarms may speak to the topic"
  }
}

run "the_cdn_reads_recordings_and_nothing_else" {
  command = plan

  variables {
    cdn_enabled = true
  }

  assert {
    condition = jsonencode([for s in data.aws_iam_policy_document.bucket.statement : [s.actions, s.resources, [for p in s.principals : p.identifiers], [for c in s.condition : c.variable]] if s.effect != "Deny"]) == jsonencode(
      [[["s3:GetObject"], ["arn:aws:s3:::chronicle-recordings-dev-111122223333/recordings/*"], [["cloudfront.amazonaws.com"]], ["aws:SourceArn"]]]
    )
    error_message = "the CDN must read recordings/* alone, and only this distribution may"
  }
  assert {
    condition     = aws_cloudfront_distribution.recordings[0].default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https" && aws_cloudfront_origin_access_control.recordings[0].signing_behavior == "always"
    error_message = "the CDN must sign its reads and speak TLS"
  }
}
