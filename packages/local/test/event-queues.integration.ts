import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateFunctionCommand, InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { zipSync } from 'fflate'
import { createAws } from '../src/provision/aws.ts'
import { arn } from '../src/provision/names.ts'
import { startTestEngine } from '../testing/index.ts'

// Room for two invocations.
const engine = await startTestEngine({ engineEnvironment: { LAMBDA_ACCOUNT_CONCURRENCY: '2' } })
const roomy = await startTestEngine()
afterAll(() => Promise.all([engine.stop(), roomy.stop()]))

/** A function that notes what it begins and ends with, in a file of its own; what it is told to fail with, it fails with. */
const program = (name: string) => `
  const { appendFileSync } = require('node:fs')
  const note = (line) => appendFileSync(process.env.HOME + '/${name}', JSON.stringify(line) + '\\n')
  exports.handler = async (event) => {
    const { id, ms = 0, fails = false } = event.detail ?? event
    note({ began: id })
    await new Promise((end) => setTimeout(end, ms))
    note({ ended: id })
    if (fails) throw new Error('as it was told')
  }`

type Line = { readonly began?: number; readonly ended?: number }

/** A function of this name on an engine, and what it has noted. */
async function makeFunction({ url, stateFolder }: { url: string; stateFolder: string }, FunctionName: string) {
  const aws = createAws(url)
  await aws.lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 30 },
      Role: arn.role('any'),
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(program(FunctionName)) }) },
    }),
  )
  const send = (event: object, InvocationType: 'Event' | 'RequestResponse' = 'Event') =>
    aws.lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify(event) }))
  const noted = async (): Promise<Line[]> => {
    const file = await readFile(join(stateFolder, FunctionName), 'utf8').catch(() => '')
    return file.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))
  }
  const ended = async () => (await noted()).flatMap(({ ended }) => ended ?? [])
  /** What has ended, once there are so many and no more have come for a while. */
  const endedOnce = async (count: number): Promise<number[]> => {
    for (let tries = 0; tries < 300 && (await ended()).length < count; tries++) await sleep(100)
    await sleep(1500)
    return ended()
  }
  return { aws, send, noted, ended, endedOnce }
}

const atOnce = Math.max(4, cpus().length)
const ids = (count: number) => Array.from({ length: count }, (_, id) => id)

describe('an event that finds no room for its function', () => {
  test('waits until there is some, and is served once', async () => {
    const { send, noted, endedOnce } = await makeFunction(engine, 'waits')
    const callers = [60, 61].map((id) => send({ id, ms: 6000 }, 'RequestResponse'))
    while ((await noted()).length < 2) await sleep(50)
    const answers = await Promise.all(ids(60).map((id) => send({ id })))
    expect(new Set(answers.map(({ StatusCode }) => StatusCode))).toEqual(new Set([202]))
    await Promise.all(callers)
    expect((await endedOnce(62)).toSorted((a, b) => a - b)).toEqual(ids(62))
  }, 60_000)

  test('leaves room for callers that wait for an answer', async () => {
    const { send, noted, ended, endedOnce } = await makeFunction(roomy, 'leaves-room')
    const events = 10 * atOnce
    await Promise.all(ids(events).map((id) => send({ id, ms: 500 })))
    await expect(send({ id: events }, 'RequestResponse')).resolves.toMatchObject({ StatusCode: 200 })
    expect((await ended()).length).toBeLessThan(events)
    expect(await endedOnce(events + 1)).toHaveLength(events + 1)
    let running = 0
    const counts = (await noted()).map(({ began }) => (running += began === undefined ? -1 : 1))
    expect(Math.max(...counts)).toBeLessThanOrEqual(atOnce + 1)
  }, 60_000)
})

describe('an event whose function fails', () => {
  test('is tried as often as its settings say, and then sent to where they say', async () => {
    const { aws, send, endedOnce } = await makeFunction(engine, 'fails')
    const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'failed-events' }))
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        ...{ FunctionName: 'fails', MaximumRetryAttempts: 1 },
        DestinationConfig: { OnFailure: { Destination: arn.queue('failed-events') } },
      }),
    )
    await send({ id: 7, fails: true })
    await send({ id: 8 })
    expect((await endedOnce(3)).toSorted()).toEqual([7, 7, 8])
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }))
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body).requestPayload)).toEqual([{ id: 7, fails: true }])
  }, 60_000)

  test('is tried again where EventBridge has sent it, too', async () => {
    const { aws, endedOnce } = await makeFunction(engine, 'of-eventbridge')
    const rule = { Name: 'all-of-it', EventPattern: JSON.stringify({ source: ['test'] }) }
    await aws.events.send(new PutRuleCommand({ ...rule, State: 'ENABLED' }))
    const Targets = [{ Id: '1', Arn: arn.function('of-eventbridge') }]
    await aws.events.send(new PutTargetsCommand({ Rule: rule.Name, Targets }))
    const entry = { Source: 'test', DetailType: 'any', Detail: JSON.stringify({ id: 5, fails: true }) }
    await aws.events.send(new PutEventsCommand({ Entries: [entry] }))
    expect(await endedOnce(3)).toEqual([5, 5, 5])
  }, 60_000)
})
