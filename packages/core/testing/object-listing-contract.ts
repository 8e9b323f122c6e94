import { describe, expect, it } from '@jest/globals'
import type { ObjectId, ObjectListing } from '../src/index.ts'

export type ObjectListingUnderTest = {
  readonly listing: ObjectListing
  readonly bucket: string
  readonly put: (id: ObjectId) => Promise<unknown>
}

let count = 0

/** What every ObjectListing promises; runs on the fake and on S3. */
export function describeObjectListing(name: string, open: () => ObjectListingUnderTest): void {
  async function withKeys(names: readonly string[]) {
    const { listing, bucket, put } = open()
    count += 1
    const folder = `listing/${process.pid}/${count} ünïcödé+100%/`
    for (let start = 0; start < names.length; start += 50)
      await Promise.all(names.slice(start, start + 50).map((key) => put({ bucket, key: folder + key })))
    const page = async (prefix: string, after?: string) => {
      const { keys, isLast } = await listing.page(bucket, folder + prefix, after === undefined ? '' : folder + after)
      return { keys: keys.map((key) => key.slice(folder.length)), isLast }
    }
    return { page }
  }

  describe(`ObjectListing: ${name}`, () => {
    it('has the keys that begin with the prefix, and no others', async () => {
      const { page } = await withKeys(['a/1', 'a/2', 'ab', 'b'])
      await expect(page('a/')).resolves.toEqual({ keys: ['a/1', 'a/2'], isLast: true })
      await expect(page('a')).resolves.toEqual({ keys: ['a/1', 'a/2', 'ab'], isLast: true })
      await expect(page('none')).resolves.toEqual({ keys: [], isLast: true })
    })

    it('goes on after a key, whether there is an object of that name or not', async () => {
      const { page } = await withKeys(['a', 'b', 'd'])
      await expect(page('', 'b')).resolves.toEqual({ keys: ['d'], isLast: true })
      await expect(page('', 'c')).resolves.toEqual({ keys: ['d'], isLast: true })
      await expect(page('', 'd')).resolves.toEqual({ keys: [], isLast: true })
    })

    it('sorts by UTF-8 bytes, and goes on by them', async () => {
      // In UTF-16 the emoji would come before the last character of the basic plane.
      const sorted = ['B', 'a', 'é', '\uff5e', '🎥']
      const { page } = await withKeys(sorted.toReversed())
      await expect(page('')).resolves.toEqual({ keys: sorted, isLast: true })
      await expect(page('', '\uff5e')).resolves.toEqual({ keys: ['🎥'], isLast: true })
    })

    it('brings any key back as it was put, and goes on after it', async () => {
      const odd = [
        '%2F',
        '%41',
        ' a',
        '+',
        '&<>"\'',
        '=?#;,:@$!',
        'line\nbreak',
        '\u0001\u001f',
        '👨‍👩‍👧 e\u0301 \u200b\ufeff',
      ]
      const { page } = await withKeys(odd)
      const { keys } = await page('')
      expect(new Set(keys)).toEqual(new Set(odd))
      for (const [index, key] of keys.entries())
        await expect(page('', key)).resolves.toEqual({ keys: keys.slice(index + 1), isLast: true })
    })

    it('has a thousand keys a page, and says when there are more', async () => {
      const names = Array.from({ length: 1001 }, (_, index) => String(index).padStart(4, '0'))
      const { page } = await withKeys(names)
      await expect(page('')).resolves.toEqual({ keys: names.slice(0, 1000), isLast: false })
      await expect(page('', '0999')).resolves.toEqual({ keys: ['1000'], isLast: true })
      await expect(page('', '0000')).resolves.toEqual({ keys: names.slice(1), isLast: true })
    }, 60_000)
  })
}
