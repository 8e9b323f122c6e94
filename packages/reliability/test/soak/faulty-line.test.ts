import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type FaultyLineOptions, openFaultyLine } from '../../src/soak/faulty-line.ts'
import type { LineFault } from '../../src/soak/line-fault.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

/** Makes a call through a line with this fault to a service that counts what has an effect; says how it was answered. */
async function call(fault: LineFault | undefined, onCall: FaultyLineOptions['onCall'] = async () => false) {
  let effects = 0
  const service = createServer((_, response) => {
    effects += 1
    response.writeHead(200, { 'x-amzn-requestid': 'request-1' }).end('{"done":true}')
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  open.push(service)
  const address = service.address()
  const line = await openFaultyLine({ faultOf: () => fault, onCall, slowness: () => 200 })
  open.push(line)
  line.leadTo(`http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`)
  const began = performance.now()
  const answer = await fetch(line.url, { method: 'POST', body: '{}' }).then(
    async (response) => `${response.status} ${response.headers.get('x-amzn-errortype') ?? (await response.text())}`,
    () => 'no answer',
  )
  return { answer, effects, ms: performance.now() - began, counts: line.counts() }
}

describe('a call on the faulty line', () => {
  it('goes through whole where it has no fault', async () => {
    expect(await call(undefined)).toMatchObject({
      answer: '200 {"done":true}',
      effects: 1,
      counts: { calls: 1, faults: {} },
    })
  })

  it.each([
    ['throttled', '400 ThrottlingException', 0],
    ['unavailable', '503 ServiceUnavailableException', 0],
    ['cut off', 'no answer', 0],
    ['answer lost', 'no answer', 1],
    ['error after effect', '500 InternalServerError', 1],
    ['slow', '200 {"done":true}', 1],
  ] as const)('that is to be "%s" is answered by %s and has %d effects', async (fault, answer, effects) => {
    const called = await call(fault)
    expect(called).toMatchObject({ answer, effects, counts: { calls: 1, faults: { [fault]: 1 } } })
    if (fault === 'slow') expect(called.ms).toBeGreaterThanOrEqual(199)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('whose caller is killed %s its effect has %d effects and no answer', async (killedAt, effects) => {
    const called = await call(undefined, async (moment) => moment === killedAt)
    expect(called).toMatchObject({ answer: 'no answer', effects })
  })
})
