import { parseSource, sourceName, torrentEngines } from '@chronicle/core'
import { apiUrl, findStack } from '@chronicle/local'
import { type ApiClient, createApiClient } from '../api-client.ts'
import { readEnvironment } from '../env.ts'
import { InvalidArgument } from '../invalid-argument.ts'
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

export const idArg = { id: { type: 'positional', required: true, description: 'id of the job' } } as const

export const watchArg = {
  watch: { type: 'boolean', default: false, description: 'show the progress until the job has ended' },
} as const

/** Which engine hashes uploaded objects on a local stack. */
export const torrentEngineArg = {
  'torrent-engine': {
    type: 'enum' as const,
    options: [...torrentEngines],
    default: 'auto' as const,
    description: 'what hashes uploaded objects; transmission wants util/build-transmission-lambda-layer.sh to have run',
  },
}

/** What may be recorded though not everybody can reach it. */
export const privateSourceArgs = {
  'private-source': {
    type: 'string',
    default: '',
    description: 'record this too though it is not public: host:port of your network, several separated by commas',
  },
} as const

/** Throws InvalidArgument. */
export function parsePrivateSources(text: string): string[] {
  return text.split(',').flatMap((entry) => {
    if (entry.trim() === '') return []
    const source = parseSource(entry.trim())
    if (!source) throw new InvalidArgument(`--private-source ${entry} is no host:port, such as 192.168.1.7:8080`)
    return sourceName(source)
  })
}

/** How a stack that is started here runs its tasks. */
export const driverArgs = {
  driver: {
    type: 'enum',
    options: ['process', 'docker'] as ('process' | 'docker')[],
    default: 'process',
    description: 'what runs the recorder: a process of this machine, or a container of its image',
  },
} as const

/** Whether and where a stack that is started here seeds what it records. */
export const seedingArgs = {
  seed: { type: 'boolean', default: false, description: 'seed completed jobs, by transmission-daemon on your PATH' },
  trackers: {
    type: 'string',
    default: '',
    description: 'with --seed: the trackers that torrents announce to, separated by commas',
  },
} as const

/** The API that a command speaks to. */
export async function openApi({ api }: { readonly api?: string | undefined }): Promise<ApiClient> {
  const { CHRONICLE_API_URL, CHRONICLE_API_KEY } = readEnvironment()
  const url =
    api ?? CHRONICLE_API_URL ?? apiUrl((await findStack(stateFolder()))?.url ?? `http://127.0.0.1:${DEFAULT_PORT}`)
  return createApiClient(url.replace(/\/+$/, ''), CHRONICLE_API_KEY)
}
