import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { openApiDocument } from '../src/openapi/index.ts'

const published = new URL('../../../docs/openapi.json', import.meta.url)

describe('the OpenAPI document', () => {
  it('is published as the schemas say it; `node scripts/run.mjs scripts/openapi.ts` renews docs/openapi.json', async () => {
    expect(JSON.parse(await readFile(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  })

  it('is the same every time it is made', () => {
    expect(openApiDocument()).toEqual(openApiDocument())
  })

  it('names every operation once, and says how each of them fails', () => {
    const operations = Object.values(openApiDocument().paths ?? {}).flatMap((path) => [
      path.get ?? [],
      path.post ?? [],
      path.delete ?? [],
    ])
    const named = operations.flat().map(({ operationId, responses = {} }) => [operationId, Object.keys(responses)])
    expect(named).toEqual([
      ['listJobs', ['200', '400']],
      ['submitJob', ['200', '202', '400', '409', '413', '415']],
      ['getJob', ['200', '404']],
      ['removeJob', ['200', '202', '204', '400', '404', '409']],
      ['retryJob', ['202', '404', '409']],
      ['listEvents', ['200', '404']],
      ['getTorrentOfJob', ['200', '302', '400', '404', '422']],
      ['getRecording', ['200', '302', '400', '404']],
      ['getTorrent', ['200', '302', '400', '404', '422']],
      ['orderTorrent', ['200', '202', '400', '404', '409', '413', '415', '422']],
      ['redriveDeadLetters', ['200', '400', '404', '409', '413', '415']],
      ['getHealth', ['200', '503']],
    ])
  })
})
