import { apiEvent } from '@chronicle/core/testing'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { invoke, Killed, type Run } from './invoke.ts'
import type { World } from './world.ts'

/** Posts a job. A caller who is answered an error of the server's, or nothing, has no job yet, and is expected to ask again. */
export function post(
  world: World,
  body: Readonly<Record<string, string>> & { readonly jobId: string },
  run?: Run,
): Promise<boolean> {
  const event = apiEvent({ method: 'POST', path: '/jobs', body: JSON.stringify(body), requestId: `post-${body.jobId}` })
  world.journal.posts.push(event)
  return repeatPost(world, event, run)
}

export async function repeatPost(world: World, event: APIGatewayProxyEvent, run?: Run): Promise<boolean> {
  const { statusCode, body } = await call(world, event, run)
  const accepted = statusCode < 300
  if (accepted) world.journal.accepted.add(JSON.parse(body).jobId)
  note(world, event, accepted)
  return accepted
}

/** Invokes the dispatcher as a program with the right to does, by an event. Lambda repeats it where it fails: the same request id. */
export function invokeDirectly(world: World, payload: { readonly jobId: string }, run?: Run): Promise<boolean> {
  const request = { payload, requestId: `invoke-${payload.jobId}` }
  world.journal.invokes.push(request)
  world.journal.accepted.add(payload.jobId)
  return repeatInvoke(world, request, run)
}

export async function repeatInvoke(
  world: World,
  request: { readonly payload: unknown; readonly requestId: string },
  run?: Run,
): Promise<boolean> {
  const { payload, requestId } = request
  const accepted = 'answer' in (await invoke(world, 'dispatch-to-ecs', payload, { run, requestId }))
  note(world, request, accepted)
  return accepted
}

function note({ journal }: World, request: object, accepted: boolean): void {
  if (accepted) journal.refused.delete(request)
  else journal.refused.add(request)
}

/** Reads from the API. Nothing comes of it but the answer. */
export async function read(world: World, path: string, run?: Run): Promise<void> {
  await call(world, apiEvent({ path }), run)
}

/** Asks something of the API; once more where it had no answer, or says of a part that it could not be done just then. */
export async function ask(
  world: World,
  method: string,
  path: string,
  run?: Run,
  more: { readonly query?: Record<string, string>; readonly body?: string } = {},
): Promise<void> {
  const event = apiEvent({ method, path, ...more })
  const { statusCode, body } = await call(world, event, run)
  if (statusCode >= 500 || body.includes('"INTERNAL"')) await call(world, event)
}

/** One call of the API. Whatever goes wrong behind it, it has an answer: a handler that throws is an offence. */
async function call(
  world: World,
  event: APIGatewayProxyEvent,
  run?: Run,
): Promise<Pick<APIGatewayProxyResult, 'statusCode' | 'body'>> {
  const outcome = await invoke(world, 'dispatch-to-ecs', event, { run })
  if ('answer' in outcome) return outcome.answer as APIGatewayProxyResult
  if (!(outcome.error instanceof Killed))
    world.journal.offences.push(`${event.httpMethod} ${event.path} was not answered: ${outcome.error}`)
  return { statusCode: 502, body: '' }
}

/** Whoever was refused by no fault of his own asks once more. */
export async function repeatRefused(world: World): Promise<void> {
  const { posts, invokes, refused } = world.journal
  for (const event of posts.filter((one) => refused.has(one))) await repeatPost(world, event)
  for (const request of invokes.filter((one) => refused.has(one))) await repeatInvoke(world, request)
}
