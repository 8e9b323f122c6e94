import { randomBytes } from 'node:crypto'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { Route } from '../front-door/open-front-door.ts'
import { refuse } from '../front-door/refuse.ts'
import { engineClientConfig } from './engine-client-config.ts'
import { taskIdOf } from './model/task.ts'

const PREFIX = '/.chronicle-local/credentials/'

export interface CredentialsEndpoint {
  route: Route
  /**
   * Opens a path that only the task will know.
   * @throws when the role cannot be taken, as ECS then does not start the task
   */
  open(taskArn: string, roleArn: string): Promise<string>
  close(taskArn: string): void
}

/**
 * Where a task gets the credentials of its role, as the SDKs' container provider asks for them:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function createCredentialsEndpoint(engineUrl: string): CredentialsEndpoint {
  const sts = new STSClient(engineClientConfig(engineUrl))
  const roles = new Map<string, { taskArn: string; roleArn: string }>()

  async function credentialsOf({ taskArn, roleArn }: { taskArn: string; roleArn: string }) {
    const request = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: taskIdOf(taskArn) })
    const { Credentials: given } = await sts.send(request)
    return {
      RoleArn: roleArn,
      AccessKeyId: given?.AccessKeyId,
      SecretAccessKey: given?.SecretAccessKey,
      Token: given?.SessionToken,
      Expiration: given?.Expiration?.toISOString(),
    }
  }
  return {
    async open(taskArn, roleArn) {
      await credentialsOf({ taskArn, roleArn }).catch((cause: Error) => {
        const message = `ECS was unable to assume the role '${roleArn}' that was provided for this task: ${cause.message}`
        throw new Error(message, { cause })
      })
      const path = PREFIX + randomBytes(16).toString('hex')
      roles.set(path, { taskArn, roleArn })
      return path
    },
    close(taskArn) {
      for (const [path, role] of roles) if (role.taskArn === taskArn) roles.delete(path)
    },
    route: ({ url = '' }) =>
      url.startsWith(PREFIX)
        ? (_request, response) => {
            const role = roles.get(url)
            if (!role) return refuse(response, 404, 'There is no running task with these credentials.')
            credentialsOf(role).then(
              (credentials) => {
                response.setHeader('content-type', 'application/json')
                response.end(JSON.stringify(credentials))
              },
              (error: Error) => refuse(response, 502, `The engine gave no credentials: ${error.message}`),
            )
          }
        : undefined,
  }
}
