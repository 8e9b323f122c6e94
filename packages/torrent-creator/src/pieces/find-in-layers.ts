import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { ChronicleError } from '@chronicle/core'

/** No layer of this function has the program. */
class TransmissionMissing extends ChronicleError {
  override readonly name = 'TransmissionMissing'
  readonly code = 'TRANSMISSION_MISSING'
  readonly httpStatus = 503
  override readonly retryable = true
}

/** The path of a program that a layer brings in its `bin`. */
export async function findInLayers(layers: readonly string[], program: string): Promise<string> {
  for (const layer of layers) {
    const path = join(layer, 'bin', program)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  throw new TransmissionMissing(
    `TORRENT_ENGINE is transmission, and there is no program bin/${program} in ${layers.join(', ')}. Build the layer with ` +
      'util/build-transmission-lambda-layer.sh and attach it to this function, by Terraform with torrent_engine = "transmission"; ' +
      'or set TORRENT_ENGINE to auto, which needs no layer',
  )
}
