import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Job, jobView } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { afterEach, describe, expect, it } from '@jest/globals'
import { ApiError, createApiClient } from '../src/api-client.ts'
import { followJob } from '../src/follow-job.ts'

const servers: { close(): unknown }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** An API that answers these, one after the other, and the last one from then on. */
async function apiAnswering(...answers: readonly { status: number; body: string }[]) {
  let next = 0
  const server = createServer((_, response) => {
    const { status, body } = answers[Math.min(next, answers.length - 1)] ?? { status: 500, body: '' }
    next += 1
    response.writeHead(status, { connection: 'close' }).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return createApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const state = (overrides: Partial<Job>) => ({ status: 200, body: JSON.stringify(jobView(buildJob(overrides))) })

describe('following a job', () => {
  it('shows each state once and ends with the job', async () => {
    const api = await apiAnswering(state({}), state({}), state({ status: 'RECORDING' }), state({ status: 'COMPLETED' }))
    const shown: string[] = []
    const last = await followJob(api, 'job-1', ({ status }) => shown.push(status), new AbortController().signal)
    expect(shown).toEqual(['PENDING', 'RECORDING', 'COMPLETED'])
    expect(last.status).toBe('COMPLETED')
  })

  it.each([429, 500, 503])('goes on when the API has answered %i for a while', async (status) => {
    const busy = { status, body: '{"code":"BUSY","detail":"there is no room"}' }
    const api = await apiAnswering(state({}), busy, busy, state({ status: 'COMPLETED' }))
    const last = await followJob(api, 'job-1', () => {}, new AbortController().signal)
    expect(last.status).toBe('COMPLETED')
  })

  it('ends with what the API says that does not pass, or has not passed', async () => {
    const gone = await apiAnswering(state({}), { status: 404, body: '{"code":"JOB_NOT_FOUND","detail":"it is gone"}' })
    await expect(followJob(gone, 'job-1', () => {}, new AbortController().signal)).rejects.toThrow('it is gone')
    const down = await apiAnswering(state({}), { status: 503, body: '{"code":"DOWN","detail":"it is down"}' })
    await expect(followJob(down, 'job-1', () => {}, new AbortController().signal, 900)).rejects.toThrow('it is down')
  })

  it('stops when it is interrupted', async () => {
    const api = await apiAnswering(state({ status: 'RECORDING' }))
    const controller = new AbortController()
    const following = followJob(api, 'job-1', () => controller.abort(new Error('interrupted')), controller.signal)
    await expect(following).rejects.toThrow(/interrupted|aborted/)
  })
})

describe('the API client', () => {
  it('says what the API said is wrong', async () => {
    const api = await apiAnswering({ status: 404, body: '{"code":"JOB_NOT_FOUND","detail":"there is no job \\"x\\""}' })
    await expect(api.job('x')).rejects.toThrow(new ApiError('JOB_NOT_FOUND', 'there is no job "x"'))
  })

  it('shows the answer of a server that is no Chronicle', async () => {
    const api = await apiAnswering({ status: 502, body: '<html>Bad Gateway</html>' })
    await expect(api.jobs({})).rejects.toThrow('the API answered 502: <html>Bad Gateway</html>')
  })

  it('says what to do when nothing answers', async () => {
    await expect(createApiClient('http://127.0.0.1:1').job('x')).rejects.toThrow(
      /nothing answers .* npm run chronicle -- up/,
    )
  })
})
