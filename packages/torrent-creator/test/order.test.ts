import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator } from './creator.ts'

function withOldObject(key = 'old/a+b c%.bin') {
  const creator = createCreator({ onlyBucket: BUCKET })
  creator.put(key, 'content')
  const post = (body: unknown) => creator.request({ method: 'POST', path: '/torrents', body: JSON.stringify(body) })
  return { ...creator, key, post }
}

describe('POST /torrents', () => {
  it('has the torrent of an object made, and says where it will be', async () => {
    const { post, orders, key, send, torrentOf } = withOldObject()
    await expect(post({ key })).resolves.toMatchObject({
      statusCode: 202,
      headers: { location: '/torrents?key=old%2Fa%2Bb%20c%25.bin' },
      body: { bucket: BUCKET, key, torrent: 'ordered' },
    })
    expect(orders.placed).toEqual([{ bucket: BUCKET, key }])
    await send({ bucket: BUCKET, key })
    expect(torrentOf(key)?.length).toBe(7)
  })

  it('orders nothing where the torrent of this very version is there, and does where it is of another', async () => {
    const { post, orders, key, send, put } = withOldObject()
    await send({ bucket: BUCKET, key })
    await expect(post({ key })).resolves.toMatchObject({ statusCode: 200, body: { key, torrent: 'ready' } })
    expect(orders.placed).toEqual([])
    put(key, 'newer')
    await expect(post({ key })).resolves.toMatchObject({ statusCode: 202 })
    expect(orders.placed).toHaveLength(1)
  })

  it('says at once why an object can have none', async () => {
    const { post, put, orders } = withOldObject()
    put('empty.bin', '')
    await expect(post({ key: 'empty.bin' })).resolves.toMatchObject({ statusCode: 422, body: { code: 'EMPTY_OBJECT' } })
    expect(orders.placed).toEqual([])
  })

  it('orders nothing where there is no such object', async () => {
    const { post, orders } = withOldObject()
    const answer = await post({ key: 'no/such.bin' })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'OBJECT_NOT_FOUND' } })
    expect(orders.placed).toEqual([])
  })

  const refused: readonly (readonly [string, unknown, number, string])[] = [
    ['a key and a prefix', { key: 'a', prefix: 'b' }, 400, 'INVALID_REQUEST'],
    ['a prefix that is no text', { prefix: 7 }, 400, 'INVALID_REQUEST'],
    ['a prefix of 1,025 bytes', { prefix: `a${'é'.repeat(512)}` }, 400, 'INVALID_REQUEST'],
    ['a prefix with half a surrogate pair', '{"prefix":"a\\ud83c"}', 400, 'INVALID_REQUEST'],
    ['a prefix of what is internal', { prefix: '.chronicle/rendered' }, 400, 'INVALID_REQUEST'],
  ]
  it.each([
    ['nothing', {}],
    ['both', { key: 'a', prefix: 'b' }],
  ])('says what to give where it is given %s', async (_, body) => {
    const { post } = withOldObject()
    const answer = await post(body)
    expect(answer.body.problems).toEqual([expect.stringMatching(/^body: give either `key`, .* or `prefix`/)])
  })

  it('says what is wrong with the key, where one was given', async () => {
    const { post } = withOldObject()
    const answer = await post({ key: 'é'.repeat(509) })
    expect(answer.body.problems).toEqual([expect.stringMatching(/^key: must have at most 1016 bytes/)])
  })

  it.each(refused)('refuses %s, and orders nothing', async (_, body, statusCode, code) => {
    const { post, orders, jobs } = withOldObject()
    await expect(post(body)).resolves.toMatchObject({ statusCode, body: { code } })
    expect([orders.placed, orders.goneOn, jobs.rows.size]).toEqual([[], [], 0])
  })
})
