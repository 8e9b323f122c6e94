import { ConflictException, ECSServiceException, type Failure } from '@aws-sdk/client-ecs'
import { describe, expect, it } from '@jest/globals'
import { createTaskRunner } from '../../src/adapters/index.ts'
import { refusedByAnswer, refusedByFailures } from '../../src/adapters/launch-failure.ts'
import { launchFailures, unknownFailure } from '../../src/adapters/launch-failures.ts'
import { startAwsStub } from '../aws-stub.ts'

const cluster = 'arn:aws:ecs:us-east-1:000000000000:cluster/chronicle-cluster'
const definition = 'arn:aws:ecs:us-east-1:000000000000:task-definition/chronicle-recorder:7'
const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/task-1'

type Outlook = 'passes' | 'unclear' | 'final'
const expected = (code: string, outlook: Outlook) => ({
  code,
  retryable: outlook !== 'final',
  isUnclear: outlook === 'unclear',
})

const failures: readonly (readonly [Failure, string, Outlook])[] = [
  [{ reason: 'RESOURCE:CPU' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'RESOURCE:MEMORY' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'RESOURCE:ENI' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'RESOURCE:GPU' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'RESOURCE:PORTS' }, 'NO_CAPACITY', 'passes'],
  [
    {
      reason: 'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      arn: cluster,
    },
    'NO_CAPACITY',
    'passes',
  ],
  [{ reason: 'EMPTY CAPACITY PROVIDER' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'NO ACTIVE INSTANCES' }, 'NO_CAPACITY', 'passes'],
  [{ reason: 'AGENT', arn: 'arn:aws:ecs:::container-instance/1' }, 'AGENT_DISCONNECTED', 'passes'],
  [{ reason: "You've reached the limit on the number of vCPUs you can run concurrently" }, 'QUOTA_REACHED', 'passes'],
  [{ reason: "You've reached the limit on the number of tasks you can run concurrently" }, 'QUOTA_REACHED', 'passes'],
  [{ reason: 'The requested CPU configuration is above your limit' }, 'QUOTA_REACHED', 'passes'],
  [{ reason: 'Rate exceeded' }, 'THROTTLED', 'passes'],
  [{ reason: 'ACCESS DENIED', detail: 'not authorized to perform: iam:PassRole' }, 'ACCESS_DENIED', 'final'],
  [{ reason: 'MISSING', arn: cluster }, 'CLUSTER_MISSING', 'final'],
  [{ reason: 'INACTIVE', arn: cluster }, 'CLUSTER_MISSING', 'final'],
  [{ reason: 'INACTIVE', arn: definition }, 'TASK_DEFINITION_INACTIVE', 'unclear'],
  [{ reason: 'INACTIVE' }, 'TASK_DEFINITION_INACTIVE', 'unclear'],
  [{ reason: 'MISSING', arn: definition }, 'TASK_DEFINITION_MISSING', 'unclear'],
  [{ reason: 'MISSING' }, 'RESOURCE_MISSING', 'final'],
  [{ reason: 'ATTRIBUTE', arn: 'arn:aws:ecs:::container-instance/1' }, 'PLACEMENT_IMPOSSIBLE', 'final'],
  [{ reason: 'MemberOf placement constraint unsatisfied.' }, 'PLACEMENT_IMPOSSIBLE', 'final'],
  [{ reason: 'LOCATION' }, 'SUBNET_ELSEWHERE', 'final'],
  [{ reason: 'AGENT_TOO_OLD' }, 'LAUNCH_REFUSED', 'unclear'],
  [{ reason: 'something new' }, 'LAUNCH_REFUSED', 'unclear'],
  [{ reason: '' }, 'LAUNCH_REFUSED', 'unclear'],
  [{}, 'LAUNCH_REFUSED', 'unclear'],
]

describe('a launch that ECS answers with a failure', () => {
  it.each(failures)('%j is %s, which %s', (failure, code, outlook) => {
    const refusal = refusedByFailures([failure])
    expect(refusal).toMatchObject(expected(code, outlook))
    expect(refusal.message).toContain(failure.reason ?? 'no reason')
  })

  it.each(failures)('is made all the same where %j comes with a task', async (failure) => {
    const body = { tasks: [{ taskArn }], failures: [failure] }
    await using stub = await startAwsStub({ status: 200, body })
    const tasks = createTaskRunner({ ...stub, cluster, containerName: 'recorder', subnetIds: [], securityGroupIds: [] })
    await expect(
      tasks.run({
        jobId: 'job-1',
        attempt: 1,
        launch: 1,
        createdAt: '2026-03-04T05:06:07.000Z',
        taskDefinition: definition,
      }),
    ).resolves.toEqual({
      taskArn,
    })
  })

  it('is judged by the gravest of several', () => {
    const [passes, unclear, final] = [{ reason: 'RESOURCE:CPU' }, { reason: 'something new' }, { reason: 'LOCATION' }]
    expect(refusedByFailures([passes, unclear])).toMatchObject(expected('LAUNCH_REFUSED', 'unclear'))
    expect(refusedByFailures([passes, final, unclear])).toMatchObject(expected('SUBNET_ELSEWHERE', 'final'))
  })

  it('is tried again, but not for ever, when ECS says neither task nor failure', () => {
    expect(refusedByFailures([])).toMatchObject({
      ...expected('LAUNCH_REFUSED', 'unclear'),
      message: expect.stringContaining('neither a task nor a reason'),
    })
  })

  it('tells every reason, its resource and its detail', () => {
    const { message } = refusedByFailures([
      { reason: 'MISSING', arn: cluster, detail: 'it is gone' },
      { reason: 'ATTRIBUTE' },
    ])
    expect(message).toContain(`MISSING ${cluster} it is gone; ATTRIBUTE`)
  })
})

const answers: readonly (readonly [string, string, string, Outlook])[] = [
  ['ThrottlingException', 'Rate exceeded', 'THROTTLED', 'passes'],
  ['TooManyRequestsException', 'slow down', 'THROTTLED', 'passes'],
  [
    'InvalidParameterException',
    'Error retrieving security group information for [sg-1]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)',
    'THROTTLED',
    'passes',
  ],
  ['LimitExceededException', 'the limit', 'QUOTA_REACHED', 'passes'],
  [
    'ClientException',
    "You've reached the limit on the number of tasks you can run concurrently",
    'QUOTA_REACHED',
    'passes',
  ],
  ['ClientException', 'Your account is currently being verified.', 'ACCOUNT_NOT_READY', 'passes'],
  ['OptInRequired', 'The AWS Access Key Id needs a subscription for the service', 'ACCOUNT_NOT_READY', 'passes'],
  ['BlockedException', 'Your AWS account was blocked.', 'ACCOUNT_BLOCKED', 'final'],
  ['ClientException', 'Your account is currently blocked.', 'ACCOUNT_BLOCKED', 'final'],
  ['AccessDeniedException', 'not authorized to perform: ecs:RunTask', 'ACCESS_DENIED', 'final'],
  ['ClientException', "ECS was unable to assume the role 'arn:role'", 'ROLE_UNUSABLE', 'final'],
  ['ClusterNotFoundException', 'Cluster not found.', 'CLUSTER_MISSING', 'final'],
  ['InvalidParameterException', 'The referenced cluster was inactive.', 'CLUSTER_MISSING', 'final'],
  ['InvalidParameterException', 'TaskDefinition is inactive', 'TASK_DEFINITION_INACTIVE', 'unclear'],
  ['ClientException', `Unable to describe task definition: ${definition}`, 'TASK_DEFINITION_MISSING', 'unclear'],
  ['ClientException', 'TaskDefinition not found.', 'TASK_DEFINITION_MISSING', 'unclear'],
  ['PlatformUnknownException', 'no such version', 'PLATFORM_UNKNOWN', 'final'],
  ['PlatformTaskDefinitionIncompatibilityException', 'too old', 'PLATFORM_INCOMPATIBLE', 'final'],
  ['UnsupportedFeatureException', 'not in this region', 'UNSUPPORTED_IN_REGION', 'final'],
  ['ConflictException', 'token used', 'LAUNCH_CONFLICT', 'unclear'],
  ['ExpiredTokenException', 'expired', 'CREDENTIALS_REFUSED', 'unclear'],
  ['UnrecognizedClientException', 'invalid token', 'CREDENTIALS_REFUSED', 'unclear'],
  ['InvalidParameterException', "The subnet ID 'subnet-1' does not exist", 'NETWORK_INVALID', 'final'],
  ['InvalidParameterException', 'Override for container named x is not a container', 'LAUNCH_INVALID', 'final'],
  ['ClientException', 'something new', 'LAUNCH_REFUSED', 'unclear'],
  ['SomethingNewException', 'something new', 'LAUNCH_REFUSED', 'unclear'],
]

const clientFault = (name: string, message: string, httpStatusCode = 400) =>
  new ECSServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } })

describe('a launch that ECS answers with an exception', () => {
  it.each(answers)('%s, "%s", is %s, which %s', (name, message, code, outlook) => {
    const refusal = refusedByAnswer(clientFault(name, message))
    expect(refusal).toMatchObject(expected(code, outlook))
    expect(refusal?.message).toContain(`${name}: ${message}`)
  })

  it('is throttled where the status says so, whatever the name', () => {
    expect(refusedByAnswer(clientFault('SomethingNew', 'wait', 429))).toMatchObject(expected('THROTTLED', 'passes'))
  })

  it.each([
    ['ServerException', new ECSServiceException({ name: 'ServerException', $fault: 'server', $metadata: {} })],
    ['an end of the connection', new Error('socket hang up')],
  ])('may have been made where the answer is %s: no refusal', (_, error) => {
    expect(refusedByAnswer(error)).toBeUndefined()
  })

  it('is no less refused by a conflict that is an object of its own class', () => {
    const conflict = new ConflictException({ message: 'token used', $metadata: { httpStatusCode: 400 } })
    expect(refusedByAnswer(conflict)).toMatchObject({ code: 'LAUNCH_CONFLICT' })
  })
})

describe('the table of launch failures', () => {
  it('has a test above for every row, and for what is in none', () => {
    const tested = new Set([...failures, ...answers].map((row) => row.at(-2)))
    expect([...launchFailures, unknownFailure].map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([])
  })

  it('has codes of its own for each row, and a text that says what to do', () => {
    const codes = launchFailures.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { code, outlook, text } of launchFailures) {
      expect(code).toMatch(/^[A-Z][A-Z_]+[A-Z]$/)
      expect(text).toMatch(outlook === 'passes' ? /tried again/ : outlook === 'final' ? /retry the job/ : /\.$/)
    }
  })
})
