import * as z from 'zod'

// The limits are those of https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html. Members that
// make no difference to one process on one machine (network, placement, platform…) are accepted and left alone.
const cluster = z.string().default('default')
const nameValue = z.object({ name: z.string(), value: z.string() })
const containerOverride = z.looseObject({
  name: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.array(nameValue).optional(),
})

export const runTaskInput = z.looseObject({
  cluster,
  taskDefinition: z.string().min(1),
  count: z.literal(1, 'the local stack starts one task per call').default(1),
  clientToken: z.stringFormat('client token', /^[\x21-\x7e]{1,64}$/).optional(),
  startedBy: z.stringFormat('startedBy', /^[A-Za-z0-9_/-]{0,128}$/).optional(),
  group: z.string().optional(),
  launchType: z.string().default('FARGATE'),
  overrides: z
    .looseObject({ containerOverrides: z.array(containerOverride).default([]) })
    .refine((overrides) => JSON.stringify(overrides).length <= 8192, 'overrides have more than 8192 characters')
    .default({ containerOverrides: [] }),
  networkConfiguration: z.object({}).optional(),
  tags: z.array(z.object({ key: z.string().optional(), value: z.string().optional() })).default([]),
})
export type RunTaskInput = z.output<typeof runTaskInput>

export const stopTaskInput = z.looseObject({
  cluster,
  task: z.string(),
  reason: z.string().max(255).default('Task stopped by user'),
})
export type StopTaskInput = z.output<typeof stopTaskInput>

export const describeTasksInput = z.looseObject({
  cluster,
  tasks: z.array(z.string()).min(1, 'Tasks cannot be empty.').max(100),
  include: z.array(z.string()).default([]),
})
export type DescribeTasksInput = z.output<typeof describeTasksInput>

export const listTasksInput = z.looseObject({
  cluster,
  family: z.string().optional(),
  startedBy: z.string().optional(),
  launchType: z.string().optional(),
  serviceName: z.string().optional(),
  containerInstance: z.string().optional(),
  desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
  maxResults: z.int().min(1).max(100).default(100),
  nextToken: z.string().regex(/^\d+$/).optional(),
})
export type ListTasksInput = z.output<typeof listTasksInput>
