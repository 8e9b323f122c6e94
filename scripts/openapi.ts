// Writes the API's description, as the schemas say it, to `docs/openapi.json`. A test tells when it has to be renewed.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from '../packages/core/src/openapi/index.ts'

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs')

await mkdir(docs, { recursive: true })
await writeFile(join(docs, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`)
