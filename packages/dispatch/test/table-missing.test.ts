import { TableMissing } from '@chronicle/core'
import { createFakeJobStore } from '@chronicle/core/testing'
import { expect, it } from '@jest/globals'
import { comesBack, createDispatcher, url } from './dispatcher.ts'

it('says to every caller that the table is missing, and loses no message', async () => {
  const create = () => Promise.reject(new TableMissing('jobs-prod', 'eu-central-1'))
  const { post, deliver, invoke } = createDispatcher({ jobs: { ...createFakeJobStore(), create } })
  await expect(post({ url })).resolves.toMatchObject({
    statusCode: 503,
    body: { code: 'TABLE_MISSING', detail: expect.stringContaining('"jobs-prod" in eu-central-1; apply') },
  })
  await expect(deliver({ messageId: 'message-1', body: { url } })).resolves.toEqual(comesBack('message-1'))
  // Thrown, so that Lambda repeats the invoke.
  await expect(invoke({ url })).rejects.toThrow('"jobs-prod" in eu-central-1')
})
