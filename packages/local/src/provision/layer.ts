import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { GetLayerVersionCommand, ListLayerVersionsCommand, PublishLayerVersionCommand } from '@aws-sdk/client-lambda'
import type { Aws } from './aws.ts'
import { functionRuntime } from './functions.ts'
import { names } from './names.ts'

/** The layer was not built. */
export class LayerMissing extends Error {
  override readonly name = 'LayerMissing'
}

/**
 * Publishes the layer `transmission-tools`, unless its newest version is of the same zip; answers the ARN with its version.
 * @throws LayerMissing
 */
export async function provisionLayer({ lambda }: Aws, zip: string): Promise<string> {
  const ZipFile = await readFile(zip).catch((cause: unknown) => {
    const message = `${zip} is not there. Build it: util/build-transmission-lambda-layer.sh`
    throw new LayerMissing(message, { cause })
  })
  const LayerName = names.transmissionLayer
  const newest = await newestVersion({ lambda }, LayerName)
  const sha256 = createHash('sha256').update(ZipFile).digest('base64')
  if (newest?.LayerVersionArn && newest.Content?.CodeSha256 === sha256) return newest.LayerVersionArn
  const { LayerVersionArn } = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName,
      Description: 'transmission-create with everything that it needs',
      CompatibleRuntimes: [functionRuntime],
      CompatibleArchitectures: ['x86_64'],
      Content: { ZipFile },
    }),
  )
  if (!LayerVersionArn) throw new Error('the engine published no layer')
  return LayerVersionArn
}

/** A list of versions does not say what they hold, so the newest is asked for by itself. */
async function newestVersion({ lambda }: Pick<Aws, 'lambda'>, LayerName: string) {
  const { LayerVersions: [newest] = [] } = await lambda.send(new ListLayerVersionsCommand({ LayerName }))
  if (newest?.Version === undefined) return undefined
  return await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: newest.Version }))
}
