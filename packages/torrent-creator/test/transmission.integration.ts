import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFakeObjectStore, createSilentLog } from '@chronicle/core/testing'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import { createTransmissionPieces } from '../src/pieces/transmission.ts'
import { piecesOf } from './creator.ts'
import { layerUnderTest, pidIn, standInLayer, transmissionOn } from './layers.ts'

const { layer, emptyFolder, remove } = await layerUnderTest()
const real = join(layer, 'bin/transmission-create')
const { PATH } = process.env
afterEach(() => {
  process.env.PATH = PATH
})
afterAll(remove)

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('transmission-create of the layer', () => {
  it('hashes an object, says in the log which program did it, and nothing is left of it', async () => {
    const { hash, log, left } = transmissionOn([layer], await emptyFolder(), 'content')
    expect(new Uint8Array(await hash())).toEqual(piecesOf('content'))
    const fields = { key: 'object.bin', program: real, createdBy: 'Transmission/3.00 (bb6b5a062e)' }
    expect(log.lines).toEqual([{ level: 'info', message: 'transmission has hashed the object', fields }])
    expect(await left()).toEqual([])
  })

  it('is the one that runs, where PATH has none, and where it has another one first', async () => {
    const marker = join(await emptyFolder(), 'the-other-one-ran')
    const other = await standInLayer(await emptyFolder(), `echo > '${marker}'; exec '${real}' "$@"`)
    for (const path of ['/nonexistent', `${other}/bin:${PATH}`]) {
      process.env.PATH = path
      const { hash, log } = transmissionOn([layer], await emptyFolder(), 'content')
      expect(new Uint8Array(await hash())).toEqual(piecesOf('content'))
      expect(log.lines).toMatchObject([{ fields: { program: real } }])
    }
    await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' })
    // That it would have been seen:
    const { hash } = transmissionOn([other], await emptyFolder(), 'content')
    await hash()
    await expect(readFile(marker)).resolves.toBeDefined()
  })

  it('is found in the layer that has it, when there are several', async () => {
    const { hash } = transmissionOn([await emptyFolder(), layer], await emptyFolder(), 'content')
    expect(new Uint8Array(await hash())).toEqual(piecesOf('content'))
  })

  it('hashes several objects one after the other, so that each has the whole disk', async () => {
    const disk = await emptyFolder()
    const { pieces, source, left } = transmissionOn([layer], disk, 'content')
    let most = 0
    const watch = setInterval(async () => {
      most = Math.max(most, (await left()).length)
    }, 5)
    const signal = new AbortController().signal
    const gone = { ...source, key: 'gone.bin' }
    const results = await Promise.allSettled([source, gone, source].map((object) => pieces.hash(object, signal)))
    clearInterval(watch)
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { reason: { name: 'ObjectChanged' } },
      { status: 'fulfilled' },
    ])
    expect([most, await left()]).toEqual([1, []])
  })
})

describe('a layer that is not there', () => {
  it.each([
    ['no layer', () => emptyFolder()],
    [
      'a program that may not be executed',
      async () => {
        const folder = await emptyFolder()
        await mkdir(join(folder, 'bin'))
        await writeFile(join(folder, 'bin/transmission-create'), '', { mode: 0o644 })
        return folder
      },
    ],
  ])('is said so, with what to do: %s', async (_, folder) => {
    const where = await folder()
    const { hash, left } = transmissionOn([where], await emptyFolder())
    const error = { code: 'TRANSMISSION_MISSING', retryable: true }
    await expect(hash()).rejects.toMatchObject(error)
    await expect(hash()).rejects.toThrow(where)
    await expect(hash()).rejects.toThrow('util/build-transmission-lambda-layer.sh')
    expect(await left()).toEqual([])
  })
})

describe('a torrent is not believed', () => {
  it.each([
    ['that is not there, though the exit code is 0', 'echo a word; exit 0', /ENOENT.*exit code 0 and said: a word$/],
    ['with pieces of another length', `exec ${real} -s 32 -o "$4" "$5"`, /its pieces are of 32768 bytes/],
    ['of other content', `printf abc > "$4.abc"; exec ${real} -s 256 -o "$4" "$4.abc"`, /it is of 3 bytes/],
    ['that is none', 'printf nonsense > "$4"', /not a torrent/],
    ['that was not finished', 'printf d8:announce > "$4"; kill -9 $$', /ended with SIGKILL/],
  ])('%s', async (_, script, message) => {
    const { hash, left } = transmissionOn([await standInLayer(await emptyFolder(), script)], await emptyFolder())
    await expect(hash()).rejects.toMatchObject({ code: 'TRANSMISSION_FAILED', retryable: true })
    await expect(hash()).rejects.toThrow(message)
    expect(await left()).toEqual([])
  })

  it('of which more is printed than a log should hold', async () => {
    const noise = 'i=0; while [ $i -lt 20000 ]; do echo "line $i of noise"; i=$((i+1)); done; echo the end'
    const { hash } = transmissionOn([await standInLayer(await emptyFolder(), noise)], await emptyFolder())
    const error: Error = await hash().then(
      () => new Error('none'),
      (reason) => reason,
    )
    expect(error.message).toMatch(/the end$/)
    expect(error.message.length).toBeLessThan(3000)
  })
})

it("has nothing of the function's environment, where its credentials are", async () => {
  process.env.PROBE = 'sesame'
  const { hash } = transmissionOn([await standInLayer(await emptyFolder(), 'export -p')], await emptyFolder())
  await expect(hash()).rejects.toThrow('export PWD=')
  await expect(hash()).rejects.not.toThrow('sesame')
})

describe('a program that hangs', () => {
  it('is killed when the time is over, and nothing is left of it', async () => {
    const pidFile = join(await emptyFolder(), 'pid')
    const hanging = await standInLayer(await emptyFolder(), `echo $$ > '${pidFile}'; exec sleep 60`)
    const { hash, left } = transmissionOn([hanging], await emptyFolder())
    const over = new AbortController()
    const hashing = hash(over.signal)
    const pid = await pidIn(pidFile)
    const began = performance.now()
    over.abort(new Error('the time is over'))
    await expect(hashing).rejects.toThrow('the time is over')
    expect(performance.now() - began).toBeLessThan(10_000)
    expect([isAlive(pid), await left()]).toEqual([false, []])
  })
})

describe('an object that the disk has no room for', () => {
  it('is refused for good before a byte is read', async () => {
    const disk = await emptyFolder()
    const objects = createFakeObjectStore()
    const reads: unknown[] = []
    const { hash } = createTransmissionPieces({
      objects: {
        ...objects,
        read: (...args) => {
          reads.push(args)
          return objects.read(...args)
        },
      },
      log: createSilentLog(),
      layers: [layer],
      disk,
    })
    const source = { bucket: 'bucket', key: 'large.bin', etag: '"1"', size: 2 ** 50 }
    const error = {
      code: 'OBJECT_TOO_LARGE',
      retryable: false,
      message: expect.stringContaining('has 1125899906842624 bytes'),
    }
    await expect(hash(source, new AbortController().signal)).rejects.toMatchObject(error)
    expect(reads).toEqual([])
  })
})
