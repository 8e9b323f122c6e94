/** By what the docker command finds its engine, and logs in to registries. */
const DOCKER_VARIABLES = [
  'PATH',
  'HOME',
  'XDG_RUNTIME_DIR',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
]

/** The docker command's environment: what makes it find the engine that it finds in the user's shell, and nothing else. */
export function dockerEnvironment(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  return Object.fromEntries(
    DOCKER_VARIABLES.flatMap((name) => {
      const value = source[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Where the user's shell finds programs. */
export const callersPath = (source: Readonly<Record<string, string | undefined>> = process.env) => source.PATH ?? ''
