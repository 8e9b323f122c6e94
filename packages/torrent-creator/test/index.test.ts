import { lambdaContext, s3Event } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'

describe('the exported handler', () => {
  it('is wired from the environment alone, and refuses the events of other buckets', async () => {
    const variables = { AWS_REGION: 'us-east-1', DDB_TABLE: 'jobs', S3_BUCKET: 'ours', POWERTOOLS_LOG_LEVEL: 'SILENT' }
    Object.assign(process.env, variables)
    const { handler } = await import('../src/index.ts')
    await expect(handler(s3Event({ bucket: 'theirs', key: 'a.txt' }), lambdaContext())).resolves.toBeUndefined()
  })
})
