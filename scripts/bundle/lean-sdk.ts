import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

const schemas = /[\\/]dist-es[\\/].*schemas[\\/]schemas_0\.js$/
const manifest = /[\\/]@aws-sdk[\\/][\w-]+[\\/]package\.json$/
const table = /^((?:export )?(?:var|const) [\w$]+ = )(\[[\s\S]*?\]);$/gm

/**
 * Leaves out of a bundle what the AWS SDK brings and nobody uses: the schemas of operations that are not called, which esbuild
 * keeps because a computed key might do something; of manifests all but the version; event streams.
 */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: schemas }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(table, '$1/* @__PURE__ */ (() => $2)();'),
    }))
    onLoad({ filter: manifest }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
    const path = fileURLToPath(new URL('no-event-streams.ts', import.meta.url))
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({ path }))
  },
}

const provider = /^@aws-sdk\/credential-provider-node$/

/**
 * For what runs as a Lambda alone, which is given its credentials in the environment: of the SDK's ways to come by some only
 * that one is left. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const lambdaCredentials: Plugin = {
  name: 'lambda-credentials',
  setup({ onLoad, onResolve, resolve }) {
    const namespace = 'lambda-credentials'
    onResolve({ filter: provider }, async ({ path, pluginData, ...from }) => {
      if (pluginData === namespace) return undefined
      const { path: original } = await resolve(path, { ...from, pluginData: namespace })
      return { path: original, namespace }
    })
    // Its own dependency, so always of the version that belongs to it.
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
      resolveDir: dirname(path),
    }))
  },
}
