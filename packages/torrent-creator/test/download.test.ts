import { JOB_ID_METADATA, type Job, torrentId } from '@chronicle/core'
import { openApiDocument } from '@chronicle/core/openapi'
import { buildJob } from '@chronicle/core/testing'
import { createMetainfo, type MetainfoOptions, parseMetainfo, pieceLengthFor } from '@chronicle/torrent'
import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator, piecesOf, TRACKER } from './creator.ts'

const json = { Accept: 'application/json' }
const NEW_TRACKER = 'https://new.example/announce'

/** A bucket with one object that has its torrent, and the API after its trackers and its public URL have changed. */
async function withTorrent(key = 'films/a b.mkv', settings: Parameters<typeof createCreator>[0] = {}) {
  const config = { trackers: [NEW_TRACKER], publicBaseUrl: 'https://cdn.example/media/' }
  const creator = createCreator({ onlyBucket: BUCKET, ...settings })
  await creator.send(creator.put(key, 'content'))
  Object.assign(creator.config, config)
  return {
    ...creator,
    get: (query: Record<string, string> = { key }) => creator.request({ path: '/torrents', query }),
    /** What a link of the fake signer leads to. */
    behind: (location: string) => {
      const path = decodeURIComponent(new URL(location).pathname.slice(1))
      const found = creator.stored.current({ bucket: BUCKET, key: path })
      if (!found) throw new Error(`the link leads nowhere: ${location}`)
      return { ...found, metainfo: parseMetainfo(found.body) }
    },
    renderings: () => creator.stored.keys().filter((name) => name.includes('.chronicle/rendered/')),
  }
}

/** What somebody else made, of an object of ours or of anything. */
function foreign(creator: Awaited<ReturnType<typeof withTorrent>>, key: string, content: string) {
  const options: MetainfoOptions = {
    ...{ name: 'theirs', length: content.length, pieceLength: pieceLengthFor(content.length) },
    ...{ pieces: piecesOf(content), trackers: ['http://theirs.example/announce'] },
  }
  creator.stored.put({ bucket: BUCKET, key: `${key}.torrent` }, createMetainfo(options).torrent)
}

describe('GET /torrents', () => {
  it('leads to the torrent with the trackers and web seeds of now, its info-hash unchanged', async () => {
    const { get, behind, torrentOf } = await withTorrent()
    const { statusCode, headers } = await get()
    expect(statusCode).toBe(302)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'request-1' })
    const rendered = behind(String(headers?.location))
    expect(rendered.contentType).toBe('application/x-bittorrent')
    expect(rendered.metainfo).toMatchObject({
      trackers: [NEW_TRACKER],
      webSeeds: ['https://cdn.example/media/films/a%20b.mkv'],
      infoHash: torrentOf('films/a b.mkv')?.infoHash,
    })
    expect(torrentOf('films/a b.mkv')?.trackers).toEqual([TRACKER])
    expect(new URL(String(headers?.location)).searchParams.get('filename')).toBe('a b.mkv.torrent')
  })

  it('tells the link, and when it expires, to who accepts JSON', async () => {
    const { request } = await withTorrent('a.bin')
    const answer = await request({ path: '/torrents', query: { key: 'a.bin' }, headers: json })
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } })
    expect(answer.body).toEqual({
      url: expect.stringContaining('.chronicle/rendered/'),
      expiresAt: '2026-03-04T05:21:07.000Z',
    })
  })

  it('renders once for as long as nothing changes, and again when something has', async () => {
    const { get, renderings, stored, config } = await withTorrent()
    await get()
    const [first] = renderings()
    const { versionId } = stored.current({ bucket: BUCKET, key: first?.slice(BUCKET.length + 1) ?? '' }) ?? {}
    await get()
    expect(renderings()).toEqual([first])
    expect(stored.current({ bucket: BUCKET, key: first?.slice(BUCKET.length + 1) ?? '' })?.versionId).toBe(versionId)
    Object.assign(config, { trackers: [] })
    await get()
    expect(renderings()).toHaveLength(2)
  })

  it('keeps what is rendered of a recording where its job is purged of it', async () => {
    const { send, put, get, renderings } = await withTorrent()
    await send(put('recordings/x.mkv', 'recorded', { [JOB_ID_METADATA]: 'job-1' }))
    await get({ key: 'recordings/x.mkv' })
    expect(renderings()).toEqual([expect.stringMatching(/\/rendered\/job-1\/2026-03-04\/[0-9a-f]{64}\.torrent$/)])
  })

  it.each(['../../x', 'a/b', '', 'é'.repeat(40)])('takes no "%s" out of metadata for a folder', async (said) => {
    const { send, put, get, renderings } = await withTorrent()
    await send(put('x.mkv', 'recorded', { [JOB_ID_METADATA]: said }))
    await get({ key: 'x.mkv' })
    const folder = torrentId({ bucket: BUCKET, key: 'x.mkv' })
    expect(renderings()).toEqual([expect.stringContaining(`/rendered/${folder}/2026-03-04/`)])
  })

  it.each([
    ...[
      'plus+and space.bin',
      '100%.bin',
      '%2e%2e/x',
      'a?b#c&d=e.bin',
      '-leading',
      'emoji 🎥/日本語.bin',
      '/leading/slash',
      'a//b',
    ],
    ...['quote"\'.bin', 'semi;colon', 'new\nline', 'null\0byte', 'ü'.repeat(500), '~!$()*,:@[]{}|\\^`<>'],
  ])('leads to the torrent of "%s"', async (key) => {
    const { get, behind, torrentOf } = await withTorrent(key)
    const { statusCode, headers } = await get()
    expect(statusCode).toBe(302)
    const { metainfo } = behind(String(headers?.location))
    expect(metainfo.infoHash).toBe(torrentOf(key)?.infoHash)
    const [webSeed = ''] = metainfo.webSeeds
    expect(new URL(webSeed).pathname).toBe(`/media/${key.split('/').map(encodeURIComponent).join('/')}`)
  })

  it('renders what somebody else made, and names the object as a web seed where it is of the same size', async () => {
    const creator = await withTorrent('a.bin')
    foreign(creator, 'a.bin', 'content')
    const same = creator.behind(String((await creator.get()).headers?.location)).metainfo
    expect(same).toMatchObject({
      name: 'theirs',
      trackers: [NEW_TRACKER],
      webSeeds: ['https://cdn.example/media/a.bin'],
    })
    foreign(creator, 'a.bin', 'other content')
    const other = creator.behind(String((await creator.get()).headers?.location)).metainfo
    expect(other).toMatchObject({ trackers: [NEW_TRACKER], webSeeds: [] })
  })

  it.each([
    ['no torrent at all', 'hello', 'not a torrent'],
    ['nothing', '', '0 bytes'],
  ])('answers 422 for %s in the place of a torrent, and says what to do', async (_, content, says) => {
    const { stored, get } = await withTorrent('a.bin')
    stored.put({ bucket: BUCKET, key: 'a.bin.torrent' }, Buffer.from(content))
    const { statusCode, body } = await get()
    expect({ statusCode, body }).toMatchObject({ statusCode: 422, body: { code: 'TORRENT_UNREADABLE' } })
    expect(body.detail).toContain(says)
    expect(body.detail).toContain('delete it')
  })

  it('says that there is none yet, and when to ask again', async () => {
    const { stored, get } = await withTorrent()
    stored.put({ bucket: BUCKET, key: 'old.bin' }, Buffer.from('old'))
    await expect(get({ key: 'old.bin' })).resolves.toMatchObject({
      statusCode: 404,
      headers: { 'retry-after': '10', 'content-type': 'application/problem+json' },
      body: { code: 'TORRENT_NOT_READY', detail: expect.stringContaining('POST /torrents') },
    })
  })

  it('does not give the torrent of an earlier version for that of this one', async () => {
    const { put, send, get } = await withTorrent('a.bin')
    const newer = put('a.bin', 'newer content')
    const stale = { statusCode: 404, body: { code: 'TORRENT_NOT_READY', detail: expect.stringContaining('earlier') } }
    await expect(get()).resolves.toMatchObject(stale)
    await send(newer)
    await expect(get()).resolves.toMatchObject({ statusCode: 302 })
  })

  it('tells why an object has none', async () => {
    const { put, send, get } = await withTorrent()
    await send(put('empty.bin', ''))
    const why = { statusCode: 404, body: { code: 'TORRENT_FAILED', detail: expect.stringContaining('0 bytes') } }
    await expect(get({ key: 'empty.bin' })).resolves.toMatchObject(why)
    put('empty.bin', 'not empty any more')
    await expect(get({ key: 'empty.bin' })).resolves.toMatchObject({ body: { code: 'TORRENT_NOT_READY' } })
  })

  it('answers 404 where there is no such object, though its torrent is still there', async () => {
    const { stored, get } = await withTorrent('a.bin')
    stored.delete({ bucket: BUCKET, key: 'a.bin' })
    await expect(get()).resolves.toMatchObject({ statusCode: 404, body: { code: 'OBJECT_NOT_FOUND' } })
  })

  it('asks again where the torrent is replaced while it is read', async () => {
    let disturbances = 2
    const { get } = await withTorrent('a.bin', {
      disturb: (store) => ({
        ...store,
        read: async function* (id, range) {
          if (id.key.endsWith('.torrent') && disturbances-- > 0) yield* store.read(id, { ...range, etag: '"another"' })
          yield* store.read(id, range)
        },
      }),
    })
    await expect(get()).resolves.toMatchObject({ statusCode: 302 })
  })

  it("includes the routes that the OpenAPI document says are this function's", async () => {
    const { request } = await withTorrent()
    for (const [path, operations] of Object.entries(openApiDocument().paths ?? {}))
      for (const method of ['get', 'post', 'delete'] as const)
        if (operations[method]?.['x-chronicle-function'] === 's3-torrent-creator') {
          const { body } = await request({ method: method.toUpperCase(), path: path.replace('{jobId}', 'job-1') })
          expect(body).not.toMatchObject({ code: 'ROUTE_NOT_FOUND' })
        }
  })

  it('answers 404 for a route that there is not', async () => {
    const { request } = await withTorrent()
    const answer = await request({ path: '/torrents/x' })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'ROUTE_NOT_FOUND' } })
  })
})

describe('GET /jobs/{jobId}/torrent', () => {
  const path = '/jobs/job-1/torrent'

  /** A job with a recording and its torrent, as the row says it. */
  async function withJob(row: Partial<Job> = {}) {
    const key = 'recordings/2026/03/04/job-1/clip.mkv'
    const recorded = { status: 'COMPLETED', s3Bucket: BUCKET, s3Key: key, size: 7 } as const
    const creator = await withTorrent('other.bin', { rows: [buildJob({ ...recorded, ...row })] })
    await creator.send(creator.put(key, 'content', { [JOB_ID_METADATA]: 'job-1' }))
    return {
      ...creator,
      key,
      ask: (query?: Record<string, string>) => creator.request({ path, ...(query && { query }) }),
    }
  }

  it("leads to the recording's torrent", async () => {
    const { ask, behind, row } = await withJob()
    const { statusCode, headers } = await ask()
    expect(statusCode).toBe(302)
    expect(behind(String(headers?.location)).metainfo).toMatchObject({
      infoHash: row('job-1')?.infoHash,
      trackers: [NEW_TRACKER],
    })
  })

  it('leads to that of the attempt that is asked for', async () => {
    const attempts = [{ attempt: 1, status: 'COMPLETED' as const, s3Key: 'other.bin', size: 7 }]
    const { ask, behind, torrentOf } = await withJob({ attempt: 2, attempts })
    const { headers } = await ask({ attempt: '1' })
    expect(behind(String(headers?.location)).metainfo.infoHash).toBe(torrentOf('other.bin')?.infoHash)
    await expect(ask({ attempt: '3' })).resolves.toMatchObject({ statusCode: 404, body: { code: 'TORRENT_NOT_FOUND' } })
    await expect(ask({ attempt: 'last' })).resolves.toMatchObject({ statusCode: 400 })
  })

  it('says of a job that goes on that there is none yet, and when to ask again', async () => {
    const { ask } = await withJob({ status: 'RECORDING' })
    await expect(ask()).resolves.toMatchObject({
      statusCode: 404,
      headers: { 'retry-after': '60' },
      body: { code: 'TORRENT_NOT_READY', detail: expect.stringContaining('when it has ended') },
    })
  })

  it.each([
    ['a job that failed', { status: 'FAILED', size: undefined }, 'TORRENT_NOT_FOUND', 'FAILED without one'],
    ['a torrent that failed', { torrentError: 'the disk was full' }, 'TORRENT_FAILED', 'the disk was full'],
    ['another object in its place', { infoHash: '0'.repeat(40) }, 'TORRENT_NOT_FOUND', 'another object was put there'],
    ['a recording that was deleted', { s3Key: 'recordings/gone.mkv' }, 'OBJECT_NOT_FOUND', 'gone.mkv'],
  ] as const)('answers 404 for %s, and says why', async (_, row, code, says) => {
    const { ask, jobs } = await withJob()
    jobs.rows.set('job-1', buildJob({ ...jobs.rows.get('job-1'), ...row } as Job))
    const { statusCode, headers, body } = await ask()
    expect({ statusCode, body }).toMatchObject({ statusCode: 404, body: { code } })
    expect(body.detail).toContain(says)
    expect(headers).not.toHaveProperty('retry-after')
  })
})
