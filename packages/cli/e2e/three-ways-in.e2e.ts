import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from '@jest/globals'
import { withAwsCli } from './aws-cli.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

// The commands below are those of the original's READMEs, word for word but for the stream: so they need its port, and the
// AWS CLI as it is installed here.
const stack = await stackUnderTest({ port: 4566 })
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

const environment = {
  ...process.env,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
}
const sh = async (command: string): Promise<string> =>
  (
    await promisify(execFile)('sh', ['-ec', command], {
      cwd: folder,
      env: { ...environment, AWS_ENDPOINT_URL: undefined },
    })
  ).stdout

const queue = 'http://localhost:4566/000000000000/chronicle-jobs.fifo'
const send = (body: unknown) =>
  sh(`aws --endpoint-url=http://localhost:4566 sqs send-message --queue-url ${queue} \
    --message-group-id default --message-body '${JSON.stringify(body)}'`)

async function expectRecording(jobId: string) {
  const job = await stack.ended(jobId)
  expect(job).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', codecs: ['h264', 'aac'] })
  const content = await stack.object(job.s3Bucket, job.s3Key)
  const torrent = foreignTorrent(await stack.object(job.s3Bucket, job.torrentFile))
  expect(torrent.fits(content)).toBe(true)
  expect(torrent.infoHash).toBe(job.infoHash)
  return job
}

describe('a job comes in', () => {
  it('by REST', async () => {
    await using stream = await sample()
    const answer = await sh(`curl -sS -X POST http://localhost:4566/restapis/chronicle/test/_user_request_/jobs \
      -H "Content-Type: application/json" \
      -d '{"url": "${stream.url}"}'`)
    await expectRecording(JSON.parse(answer).jobId)
  })

  withAwsCli('by a queue message with nothing but the URL', async () => {
    await using stream = await sample()
    const { MessageId } = JSON.parse(await send({ url: stream.url }))
    await expectRecording(MessageId)
  })

  withAwsCli('by a queue message with all four fields, whose key is used', async () => {
    await using stream = await sample()
    const s3Key = 'recordings/2026/01/02/show/show.mkv'
    await send({ jobId: 'four-fields', url: stream.url, filename: 'show.mp4', s3Key })
    const job = await expectRecording('four-fields')
    expect(job.s3Key).toBe(s3Key)
  })

  withAwsCli('by a direct invoke', async () => {
    await using stream = await sample()
    await sh(`aws --endpoint-url=http://localhost:4566 lambda invoke \
      --function-name dispatch-to-ecs \
      --payload '{"url": "${stream.url}"}' \
      output.json`)
    const answer = JSON.parse(await readFile(join(folder, 'output.json'), 'utf8'))
    expect(answer).toMatchObject({ status: 'STARTED', taskArn: expect.stringContaining(':task/chronicle-cluster/') })
    await expectRecording(answer.jobId)
  })
})

describe('an object that someone puts into the bucket', () => {
  withAwsCli('gets its torrent beside it', async () => {
    await writeFile(join(folder, 'test-file.txt'), 'some text\n')
    await sh('aws --endpoint-url=http://localhost:4566 s3 cp test-file.txt s3://chronicle-recordings-dev/')
    let listing = ''
    for (let tries = 0; tries < 40 && !listing.includes('test-file.txt.torrent'); tries++) {
      await sleep(250)
      listing = await sh('aws --endpoint-url=http://localhost:4566 s3 ls s3://chronicle-recordings-dev/')
    }
    expect(listing).toMatch(/ test-file\.txt\n/)
    expect(listing).toMatch(/ test-file\.txt\.torrent\n/)
  })
})
