import { names } from '@chronicle/local'

const five = ['CHOWN', 'DAC_OVERRIDE', 'KILL', 'SETGID', 'SETUID'].flatMap((name) => ['--cap-add', name])

/** Who the image's program is by hand, as docker/ecs/README.md has it: root with five capabilities, or all of it one user with none. */
export const root = ['--cap-drop', 'ALL', ...five]
export const toolUser = ['--cap-drop', 'ALL', '--user', '10001']

/** Arguments of `docker run` for the recorder's image without a job: as bare as can be, on an engine of this machine. */
export function byHandArguments(url: string, user: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    S3_BUCKET: names.bucket,
    ...settings,
  }
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  return ['--network', 'host', '--read-only', '--tmpfs', '/tmp', ...user, ...given]
}
