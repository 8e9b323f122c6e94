import type { SeedingSettings } from '../stack/seeding-settings.ts'
import type { Aws } from './aws.ts'
import { names } from './names.ts'
import { registerTask } from './register-task.ts'
import { provisionRole } from './roles.ts'

/** What the seeder's container is told, by the names of the seeder's environment schema. */
export function seederEnvironment({ ratio, hours, peerPort, dht, trackers }: SeedingSettings): Record<string, string> {
  return {
    DDB_TABLE: names.table,
    S3_BUCKET: names.bucket,
    SEED_DHT: String(dht),
    SEED_FROM: 's3',
    SEED_HOURS: String(hours),
    SEED_PEER_PORT: String(peerPort),
    SEED_RATIO: String(ratio),
    ...(trackers.length > 0 && { TRACKERS: trackers.join(',') }),
  }
}

/** The task definition of the seeder and its two roles; answers its ARN with the revision. */
export async function provisionSeeder(aws: Aws, seeding: SeedingSettings): Promise<string> {
  const [taskRole, executionRole] = ['chronicle-transmission-task', 'chronicle-transmission-execution']
  await provisionRole(aws, taskRole, 'ecs-tasks.amazonaws.com')
  await provisionRole(aws, executionRole, 'ecs-tasks.amazonaws.com')
  return registerTask(aws, {
    family: names.seederFamily,
    container: names.seederContainer,
    image: seeding.image,
    cpu: '256',
    memory: '512',
    taskRole,
    executionRole,
    stopTimeout: 60,
    droppedCapabilities: ['ALL'],
    environment: seederEnvironment(seeding),
    logGroup: names.seederLogGroup,
    logPrefix: 'seeder',
  })
}
