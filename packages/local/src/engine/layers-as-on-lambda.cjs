// Loaded before every Lambda (NODE_OPTIONS=--require). The engine unpacks a function's layers somewhere, without their modes,
// and says where in _LAMBDA_LAYERS_DIRS. On AWS they are in /opt, with /opt/bin and /opt/lib at the end of the two paths:
// https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
const { chmodSync, readdirSync } = require('node:fs')
const { delimiter, join } = require('node:path')
const { isMainThread } = require('node:worker_threads')

const { env } = process
const layers = (env._LAMBDA_LAYERS_DIRS ?? '').split(delimiter).filter(Boolean)

function restoreModes(folder) {
  // Which files were executable is lost, and it harms none of the others to be so.
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile()) chmodSync(join(file.parentPath, file.name), 0o755)
}

const append = (path, folder) => [path, ...layers.map((layer) => join(layer, folder))].filter(Boolean).join(delimiter)

if (isMainThread && layers.length > 0) {
  layers.forEach(restoreModes)
  env.LAYER_FOLDERS = layers.join(',')
  env.PATH = append(env.PATH, 'bin')
  env.LD_LIBRARY_PATH = append(env.LD_LIBRARY_PATH, 'lib')
}
