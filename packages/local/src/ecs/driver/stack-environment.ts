import type { ContainerLaunch } from './task-driver.ts'

type Told = Pick<ContainerLaunch, 'metadataPath' | 'credentialsPath'>

/** What the stack tells every task, whatever its definition says: where AWS is, and who the task is. */
export function stackEnvironment(launch: Told, endpointUrl: string) {
  return {
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    ...credentials(launch, endpointUrl),
    ECS_CONTAINER_METADATA_URI_V4: endpointUrl + launch.metadataPath,
  }
}

function credentials({ credentialsPath }: Told, endpointUrl: string): Record<string, string> {
  return credentialsPath === undefined
    ? { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    : { AWS_CONTAINER_CREDENTIALS_FULL_URI: endpointUrl + credentialsPath }
}
