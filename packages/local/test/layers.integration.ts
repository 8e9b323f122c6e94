import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  GetFunctionConfigurationCommand,
  GetLayerVersionCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda'
import type { TorrentEngine } from '@chronicle/core'
import { afterAll, describe, expect, it } from '@jest/globals'
import { clone } from '../src/clone.ts'
import { createAws } from '../src/provision/aws.ts'
import { mendFor } from '../src/provision/mend.ts'
import { names } from '../src/provision/names.ts'
import { provision } from '../src/provision/provision.ts'
import { startTestEngine } from '../testing/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'chronicle-layers-'))
const stack = await startTestEngine()
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

describe('a torrent engine that wants a layer', () => {
  const { lambda } = createAws(stack.engineUrl)
  const LayerName = names.transmissionLayer
  // Any zip will do: nothing is run here.
  const built = { url: stack.url, zips: clone.zips, layer: join(clone.zips, 'job-lifecycle.zip') }
  const provisionFor = (torrentEngine: TorrentEngine) => provision(stack.engineUrl, { ...built, torrentEngine })
  const versions = async () =>
    (await lambda.send(new ListLayerVersionsCommand({ LayerName }))).LayerVersions?.map(({ Version }) => Version)

  async function creator() {
    const request = new GetFunctionConfigurationCommand({ FunctionName: 's3-torrent-creator' })
    const { Layers = [], Environment } = await lambda.send(request)
    return { layers: Layers.map(({ Arn }) => Arn), engine: Environment?.Variables?.TORRENT_ENGINE }
  }

  it('has it published once and attached, and loses it when another engine is chosen', async () => {
    await provisionFor('streaming')
    expect(await creator()).toEqual({ layers: [], engine: 'streaming' })
    await provisionFor('transmission')
    await provisionFor('transmission')
    const { LayerVersionArn } = await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 1 }))
    expect(await creator()).toEqual({ layers: [LayerVersionArn], engine: 'transmission' })
    expect(await versions()).toEqual([1])
    await provisionFor('streaming')
    expect(await creator()).toEqual({ layers: [], engine: 'streaming' })
  })

  it('has it published again when the newest version is of something else', async () => {
    await lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: emptyZip } }))
    await provisionFor('transmission')
    expect(await versions()).toEqual([3, 2, 1])
    expect((await creator()).layers).toEqual([expect.stringMatching(/:transmission-tools:3$/)])
  })

  it('says how to build the layer when there is none', async () => {
    const layer = join(folder, 'transmission_tools_layer.zip')
    const message = `${layer} is not there. Build it: util/build-transmission-lambda-layer.sh`
    const failed = provision(stack.engineUrl, { ...built, layer, torrentEngine: 'transmission' })
    await expect(failed).rejects.toThrow(message)
    await expect(failed.catch(mendFor)).resolves.toBe('build the layer, then run this again')
  })
})

describe('the layers of a function', () => {
  const preload = join(clone.root, 'packages/local/src/engine/layers-as-on-lambda.cjs')

  async function environmentWith(layers: readonly string[]) {
    const env = { PATH: '/usr/bin:/bin', _LAMBDA_LAYERS_DIRS: layers.join(':') }
    const script = 'console.log(JSON.stringify(process.env))'
    const { stdout } = await promisify(execFile)(process.execPath, ['--require', preload, '-e', script], { env })
    return JSON.parse(stdout)
  }

  it('are where Lambda has them: at the end of both paths, and their programs can be run', async () => {
    const layers = [join(folder, 'first'), join(folder, 'second')]
    for (const layer of layers) await mkdir(join(layer, 'bin'), { recursive: true })
    const program = join(folder, 'first/bin/program')
    await writeFile(program, '#!/bin/sh\n', { mode: 0o644 })
    expect(await environmentWith(layers)).toMatchObject({
      PATH: `/usr/bin:/bin:${folder}/first/bin:${folder}/second/bin`,
      LD_LIBRARY_PATH: `${folder}/first/lib:${folder}/second/lib`,
      LAYER_FOLDERS: layers.join(','),
    })
    expect((await stat(program)).mode & 0o777).toBe(0o755)
  })

  it('change nothing when there are none', async () => {
    const environment = await environmentWith([])
    expect(environment).toMatchObject({ PATH: '/usr/bin:/bin' })
    expect(environment).not.toHaveProperty('LAYER_FOLDERS')
    expect(environment).not.toHaveProperty('LD_LIBRARY_PATH')
  })
})

const emptyZip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')
