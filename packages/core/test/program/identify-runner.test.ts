import { expect, test } from '@jest/globals'
import { identifyRunner } from '../../src/index.ts'

test('is the task that ECS says it is', async () => {
  const asked: string[] = []
  const metadata: typeof fetch = async (url) => {
    asked.push(String(url))
    return Response.json({ Cluster: 'c', TaskARN: 'arn:aws:ecs:us-east-1:000000000000:task/c/1' })
  }
  expect(await identifyRunner(metadata, 'http://169.254.170.2/v4/abc')).toBe(
    'arn:aws:ecs:us-east-1:000000000000:task/c/1',
  )
  expect(asked).toEqual(['http://169.254.170.2/v4/abc/task'])
})

test('has a name of its own where no ECS started it', async () => {
  expect(await identifyRunner(fetch, undefined)).not.toBe(await identifyRunner(fetch, undefined))
})
