import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface EngineEnvironmentSettings {
  toolsFolder: string
  stateFolder: string
  port: number
  /** What Lambdas get as AWS_ENDPOINT_URL: the front door, so that their ECS calls are answered there. */
  endpointUrl: string
  persist: boolean
  iam: boolean
  /** Shown by the engine's health page, so that another engine's answer on the same port is not taken for ours. */
  edition: string
  extraEnvironment: Record<string, string>
}

const LAYERS_AS_ON_LAMBDA = fileURLToPath(new URL('layers-as-on-lambda.cjs', import.meta.url))

/**
 * The engine's whole environment. Nothing of the caller's is inherited: the engine hands its own environment on to
 * every Lambda, so what leaked in here would be visible to the code under test.
 */
export function engineEnvironment(settings: EngineEnvironmentSettings): Record<string, string> {
  const { stateFolder, port, persist, iam } = settings
  return {
    // Lambdas run the first `node` on PATH, whatever runtime they ask for.
    PATH: `${join(settings.toolsFolder, 'bin')}:/usr/bin:/bin`,
    HOME: stateFolder,
    // Emptied by launch.py: nothing else may write there.
    TMPDIR: join(stateFolder, 'engine', 'tmp'),
    LANG: 'C.UTF-8',
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_EDITION: settings.edition,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // With a Docker daemon at hand the engine would start, and reap, containers of its own accord.
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    STATE_DIR: join(stateFolder, 'engine', 'state'),
    S3_DATA_DIR: join(stateFolder, 'engine', 's3'),
    PERSIST_STATE: flag(persist),
    S3_PERSIST: flag(persist),
    AUTH: String(iam),
    AWS_ENDPOINT_URL: settings.endpointUrl,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // The engine's Node bootstrap calls url.parse(), which warns in every Lambda's log.
    NODE_OPTIONS: `--disable-warning=DEP0169 --require ${JSON.stringify(LAYERS_AS_ON_LAMBDA)}`,
    ...settings.extraEnvironment,
  }
}

const flag = (on: boolean) => (on ? '1' : '0')
