import type * as z from 'zod'
import { EcsError } from './ecs-error.ts'

/** @throws EcsError InvalidParameterException with every problem, so that one round is enough to mend them */
export function parseInput<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema> {
  const result = schema.safeParse(parseJson(body))
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
  throw new EcsError('InvalidParameterException', problems.join('; '))
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new EcsError('ClientException', `The request body is not JSON: ${String(cause)}`)
  }
}
