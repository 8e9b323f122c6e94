import { apiUrl, findStack } from '@chronicle/local'
import { readEnvironment } from '../env.ts'
import { DEFAULT_PORT, stateFolder } from '../stack.ts'

/** Where the API is: by argument, by environment, else the local stack of this clone. */
export const apiArgs = {
  api: {
    type: 'string',
    description: 'URL of the API, the part before /jobs (also CHRONICLE_API_URL); else the local stack',
  },
} as const

export const jsonArg = {
  json: { type: 'boolean', default: false, description: 'print JSON, one document a line' },
} as const

export async function resolveApiUrl({ api }: { readonly api?: string | undefined }): Promise<string> {
  const given = api ?? readEnvironment().CHRONICLE_API_URL
  return (
    given?.replace(/\/+$/, '') ?? apiUrl((await findStack(stateFolder()))?.url ?? `http://127.0.0.1:${DEFAULT_PORT}`)
  )
}
