/**
 * What is to be expected of a launch that ECS did not make. `passes`: it is tried again for as long as it takes. `unclear`:
 * it may pass, and is tried again, but not for ever. `final`: nothing but a mend helps.
 */
export type Outlook = 'passes' | 'unclear' | 'final'

export type LaunchFailure = {
  /**
   * How ECS says it: a failure as "REASON arn detail", an exception as "Name: message". The first row that fits is taken, so
   * what narrows a text down stands before what is said in many cases.
   */
  readonly says: RegExp
  /** Stable, for programs. */
  readonly code: string
  readonly outlook: Outlook
  /** What happened and what to do, for people. */
  readonly text: string
}

/**
 * Everything by which RunTask is documented, or was seen, to answer that there is no task:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#API_RunTask_Errors
 */
export const launchFailures: readonly LaunchFailure[] = [
  {
    // Also what EC2 says of subnets and security groups that ECS asks it about, wrapped into an InvalidParameterException.
    says: /^\w*(Throttl|TooManyRequests)|RequestLimitExceeded|request limit exceeded|rate exceeded/i,
    code: 'THROTTLED',
    outlook: 'passes',
    text: 'ECS limits how fast tasks are launched; it is tried again.',
  },
  {
    says: /reached the limit on the number of|is above your limit|^LimitExceeded/i,
    code: 'QUOTA_REACHED',
    outlook: 'passes',
    text: 'The account may run no more Fargate tasks at once; it is tried again. Service Quotas, "Fargate On-Demand vCPU resource count", raises the limit, which is low in a new account.',
  },
  {
    says: /being verified|pending verification|^OptInRequired|^SubscriptionRequired|needs a subscription/i,
    code: 'ACCOUNT_NOT_READY',
    outlook: 'passes',
    text: 'AWS has not opened the account for Fargate yet, which may take a day for a new one; it is tried again.',
  },
  {
    says: /^BlockedException|account (is|was) (currently )?blocked/i,
    code: 'ACCOUNT_BLOCKED',
    outlook: 'final',
    text: 'AWS has blocked the account. AWS Support says why and unblocks it; then retry the job.',
  },
  {
    says: /^RESOURCE:|capacity is unavailable|^EMPTY CAPACITY PROVIDER|^NO ACTIVE INSTANCES/i,
    code: 'NO_CAPACITY',
    outlook: 'passes',
    text: 'ECS has no room for the task just now; it is tried again.',
  },
  {
    says: /^AGENT\b/,
    code: 'AGENT_DISCONNECTED',
    outlook: 'passes',
    text: 'The machine that was to run the task is out of reach just now; it is tried again.',
  },
  {
    says: /^AccessDenied|not authorized to perform|access denied/i,
    code: 'ACCESS_DENIED',
    outlook: 'final',
    text: 'The function may not launch the task. Give its role what the answer names, then retry the job.',
  },
  {
    says: /unable to assume the role|role is not valid/i,
    code: 'ROLE_UNUSABLE',
    outlook: 'final',
    text: 'ECS cannot take a role of the task definition. Let ecs-tasks.amazonaws.com assume it, then retry the job.',
  },
  {
    says: /^ClusterNotFound|^(MISSING|INACTIVE) \S*:cluster\/|cluster (was|is) inactive/i,
    code: 'CLUSTER_MISSING',
    outlook: 'final',
    text: 'The cluster that ECS_CLUSTER names is not there. Deploy it or name another, then retry the job.',
  },
  {
    says: /^INACTIVE\b|task ?definition is inactive/i,
    code: 'TASK_DEFINITION_INACTIVE',
    outlook: 'unclear',
    text: 'The task definition was taken away, as a deploy does. ECS_TASK_DEF must name an active one.',
  },
  {
    says: /^MISSING \S*:task-definition\/|unable to describe task ?definition|task ?definition (was )?not found/i,
    code: 'TASK_DEFINITION_MISSING',
    outlook: 'unclear',
    text: 'The task definition is not there. ECS_TASK_DEF must name an active one.',
  },
  {
    says: /^MISSING\b/,
    code: 'RESOURCE_MISSING',
    outlook: 'final',
    text: 'Something that the task needs is not there. Deploy what the answer names, then retry the job.',
  },
  {
    says: /^ATTRIBUTE\b|placement constraint/i,
    code: 'PLACEMENT_IMPOSSIBLE',
    outlook: 'final',
    text: 'The task definition asks for what nothing in the cluster offers. Mend it, then retry the job.',
  },
  {
    says: /^LOCATION\b/,
    code: 'SUBNET_ELSEWHERE',
    outlook: 'final',
    text: 'The subnets are in other availability zones than the capacity. Name more of them in SUBNET_IDS, then retry the job.',
  },
  {
    says: /^PlatformUnknown/,
    code: 'PLATFORM_UNKNOWN',
    outlook: 'final',
    text: 'There is no such Fargate platform version. Mend the launch, then retry the job.',
  },
  {
    says: /^PlatformTaskDefinitionIncompatibility/,
    code: 'PLATFORM_INCOMPATIBLE',
    outlook: 'final',
    text: 'The Fargate platform version cannot run what the task definition asks for. Mend it, then retry the job.',
  },
  {
    says: /^UnsupportedFeature/,
    code: 'UNSUPPORTED_IN_REGION',
    outlook: 'final',
    text: 'Fargate does not offer in this region what the task definition asks for. Mend it, then retry the job.',
  },
  {
    // A task of this launch is there, but not named. The next launch has a token of its own, and the fence refuses the nameless.
    says: /^ConflictException/,
    code: 'LAUNCH_CONFLICT',
    outlook: 'unclear',
    text: 'ECS has seen this launch with other parameters and does not say its task; it is launched anew.',
  },
  {
    says: /^(ExpiredToken|IncompleteSignature|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|RequestExpired|UnrecognizedClient)/,
    code: 'CREDENTIALS_REFUSED',
    outlook: 'unclear',
    text: "ECS refused the function's credentials. They are renewed by themselves, unless the role is gone.",
  },
  {
    says: /^InvalidParameterException.*(subnet|security ?group|vpc)/i,
    code: 'NETWORK_INVALID',
    outlook: 'final',
    text: 'SUBNET_IDS and SECURITY_GROUP_IDS must name what there is, in one VPC. Mend them, then retry the job.',
  },
  {
    says: /^(InvalidParameter|Validation|Serialization|UnknownOperation)/,
    code: 'LAUNCH_INVALID',
    outlook: 'final',
    text: 'ECS does not take the launch as it is asked for. Mend what the answer names, then retry the job.',
  },
]

/** What is not in the table: AWS may say new things at any time, and most of what it says passes. */
export const unknownFailure: Omit<LaunchFailure, 'says'> = {
  code: 'LAUNCH_REFUSED',
  outlook: 'unclear',
  text: 'ECS started no task, for a reason that is new to us.',
}
