import { propertyRuns } from '@chronicle/core/testing'
import { torrentName } from '@chronicle/torrent'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { eventObject } from '../src/event-object.ts'
import { anyKey } from './any-key.ts'
import { BUCKET, createCreator } from './creator.ts'

const BASE = 'https://media.example.com/films/'

/** As S3 may say a key in an event: form-encoded, with more or fewer of its characters in hexadecimal. */
const formEncoded = (key: string, isPlain: (character: string) => boolean) =>
  [...key]
    .map((character) => (isPlain(character) ? character : hexadecimal(character)))
    .join('')
    .replaceAll(' ', '+')
const hexadecimal = (character: string) =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

it('each of 10,000 keys is the same in its event, its object, its torrent, its URL and its magnet link, whatever it is', async () => {
  const { put, send, torrentOf, jobs, stored } = createCreator({ publicBaseUrl: BASE })
  await fc.assert(
    fc.asyncProperty(anyKey, async (key) => {
      jobs.rows.clear()
      for (const stale of stored.keys()) stored.delete({ bucket: BUCKET, key: stale.slice(BUCKET.length + 1) })
      for (const isPlain of [(c: string) => /[\w./ *-]/.test(c), (c: string) => /[a-z]/.test(c)]) {
        const record = { s3: { bucket: { name: BUCKET }, object: { key: formEncoded(key, isPlain) } } }
        expect(eventObject(record as Parameters<typeof eventObject>[0])).toEqual({ bucket: BUCKET, key })
      }
      await send(put(key, 'content'))
      const torrent = torrentOf(key)
      expect(torrent).toMatchObject({ name: torrentName(key), length: 7 })
      const [webSeed] = torrent?.webSeeds ?? []
      if (/(^|\/)\.\.?(\/|$)/.test(key)) expect(webSeed).toBeUndefined()
      else expect(decodeURIComponent(new URL(webSeed ?? '').href.slice(BASE.length))).toBe(key)

      const [row] = [...jobs.rows.values()]
      expect(row).toMatchObject({ s3Key: key, torrentFile: `${key}.torrent`, infoHash: torrent?.infoHash })
      const magnet = new URL(row?.magnet ?? '')
      expect(magnet.searchParams.get('dn')).toBe(torrentName(key))
      expect(magnet.searchParams.get('ws') ?? undefined).toBe(webSeed)
      expect(magnet.searchParams.get('xt')).toBe(`urn:btih:${torrent?.infoHash}`)
      const torrentUrl = magnet.searchParams.get('xs')
      if (webSeed === undefined) expect(torrentUrl).toBeNull()
      else expect(torrentUrl).toBe(`${webSeed}.torrent`)
    }),
    { numRuns: propertyRuns(10_000) },
  )
}, 120_000)
