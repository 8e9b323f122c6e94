import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clone } from '../src/clone.ts'

const exec = promisify(execFile)

/** Builds the layer `transmission-tools` as a user does; answers its zip. Seconds, and a download where it was never built. */
export async function buildTransmissionLayer(environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const script = join(clone.root, 'util/build-transmission-lambda-layer.sh')
  await exec(script, { env: { ...process.env, ...environment } })
  return clone.layer
}

// Node has no zip reader that knows modes; set-up brought Python.
const UNZIP = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as zip:
    for entry in zip.infolist():
        os.chmod(zip.extract(entry, sys.argv[2]), entry.external_attr >> 16 & 0o7777)
`

/** Unpacks a layer as Lambda does: with the modes that its files have in the zip. */
export async function unpackLayer(zip: string, folder: string): Promise<void> {
  await exec(join(clone.tools, 'venv/bin/python'), ['-c', UNZIP, zip, folder])
}
