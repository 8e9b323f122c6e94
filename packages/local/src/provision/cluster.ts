import { CreateClusterCommand } from '@aws-sdk/client-ecs'
import type { Aws } from './aws.ts'
import { names } from './names.ts'
import { registerTask } from './register-task.ts'

/**
 * As in terraform/backend/ecs.tf. What is left of Docker's default ones makes another user of the tools (SETUID, SETGID),
 * gives them their files (CHOWN), ends them (KILL) and clears away what they left (DAC_OVERRIDE).
 */
const droppedCapabilities = [
  'AUDIT_WRITE',
  'FOWNER',
  'FSETID',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETPCAP',
  'SYS_CHROOT',
]

/** What the recorder's container is told, by the names of the recorder's environment schema. */
export function recorderEnvironment(
  trackers: readonly string[] = [],
  privateSources: readonly string[] = [],
): Record<string, string> {
  return {
    DDB_TABLE: names.table,
    MAX_DURATION_SECONDS: '43200',
    ...(privateSources.length > 0 && { PRIVATE_SOURCES: privateSources.join(',') }),
    S3_BUCKET: names.bucket,
    ...(trackers.length > 0 && { TRACKERS: trackers.join(',') }),
    TTL_DAYS: '30',
  }
}

/** The cluster and a task definition of the recorder; answers its ARN with the revision. */
export async function provisionCluster(
  aws: Aws,
  image: string = names.recorderImage,
  trackers: readonly string[] = [],
  privateSources: readonly string[] = [],
): Promise<string> {
  await aws.ecs.send(new CreateClusterCommand({ clusterName: names.cluster }))
  return registerRecorder(aws, names.taskFamily, image, recorderEnvironment(trackers, privateSources))
}

/** A task definition of the recorder; answers its ARN with the revision. */
export function registerRecorder(
  aws: Aws,
  family: string,
  image: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  return registerTask(aws, {
    family,
    container: names.container,
    image,
    cpu: '512',
    memory: '1024',
    taskRole: 'chronicle-recorder-task',
    executionRole: 'chronicle-recorder-execution',
    stopTimeout: 120,
    droppedCapabilities,
    environment,
    logGroup: names.recorderLogGroup,
    logPrefix: 'recorder',
  })
}
