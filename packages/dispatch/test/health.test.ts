import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { createDispatcher } from './dispatcher.ts'

const well = (name: string) => ({ name, check: async () => {} })
const ill = (name: string) => ({ name, check: () => Promise.reject(new Error('http://10.0.0.7:8000 key=secret')) })
const path = '/health'
const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'))

describe('GET /health', () => {
  it('answers who we are, and what is behind us', async () => {
    const { request } = createDispatcher({ dependencies: [well('table'), well('queue')] })
    const answer = await request({ path })
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } })
    expect(answer.body).toEqual({ status: 'ok', version, engine: 'custom endpoint' })
  })

  it.each([
    ['the table', [ill('table'), well('queue')], 'from the table;'],
    ['the queue', [well('table'), ill('queue')], 'from the queue;'],
    ['both', [ill('table'), ill('queue')], 'from the table and the queue;'],
  ])('answers 503 where %s does not answer, and leaks nothing of why', async (_, dependencies, says) => {
    const { request, log } = createDispatcher({ dependencies })
    const answer = await request({ path })
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'DEPENDENCY_UNAVAILABLE' },
    })
    expect(answer.body.detail).toContain(says)
    expect(JSON.stringify(answer)).not.toMatch(/10\.0\.0\.7|secret/)
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'no right answer' }))
  })

  it('asks all of them at once', async () => {
    let answer = () => {}
    const [first, second] = [
      { name: 'table', check: () => new Promise<void>((resolve) => (answer = resolve)) },
      { name: 'queue', check: async () => answer() },
    ]
    const { request } = createDispatcher({ dependencies: [first, second].flatMap((dependency) => dependency ?? []) })
    await expect(request({ path })).resolves.toMatchObject({ statusCode: 200 })
  })
})
