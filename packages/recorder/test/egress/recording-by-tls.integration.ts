import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeHostResolver } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { recordJob } from '../../src/record-job.ts'
import { createRig } from '../support/rig.ts'
import { startSample } from '../support/sample.ts'
import { serveTls } from '../support/serve-tls.ts'

test('a stream of TLS is found and recorded, its server known by a certificate that the system trusts', async () => {
  const sample = await startSample({ seconds: 8, speed: 4 })
  await using web = await serveTls('stream.example', ({ url = '' }, response) => {
    request(new URL(url, sample.url), (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }).end()
  })
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-certificates-'))
  const SSL_CERT_FILE = join(folder, 'certificates.pem')
  await writeFile(SSL_CERT_FILE, web.certificate)
  const rig = createRig({ url: `${web.url}/live/sample.m3u8` })
  const resolver = createFakeHostResolver({ 'stream.example': [['127.0.0.1']] })
  const trusting = {
    resolver,
    certificates: web.certificate,
    toolEnvironment: { ...rig.deps.toolEnvironment, SSL_CERT_FILE },
  }

  expect(await recordJob({ ...rig.deps, ...trusting }, rig.stopSwitch)).toBe(0)

  expect(rig.row()).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', codecs: ['h264', 'aac'] })
  expect(rig.row().durationSeconds).toBeCloseTo(8, 0)
  await sample.stop()
  await rm(folder, { recursive: true })
})
