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

const roles = { taskRole: 'chronicle-transmission-task', executionRole: 'chronicle-transmission-execution' } as const

/** The task definition of the seeder and its two roles; answers its ARN with the revision. */
export async function provisionSeeder(aws: Aws, seeding: SeedingSettings): Promise<string> {
  for (const role of Object.values(roles)) await provisionRole(aws, role, 'ecs-tasks.amazonaws.com')
  return registerSeeder(aws, names.seederFamily, seeding.image, seederEnvironment(seeding))
}

/** A task definition of the seeder; answers its ARN with the revision. */
export function registerSeeder(
  aws: Aws,
  family: string,
  image: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  return registerTask(aws, {
    family,
    container: names.seederContainer,
    image,
    cpu: '256',
    memory: '512',
    ...roles,
    stopTimeout: 60,
    droppedCapabilities: ['ALL'],
    environment,
    logGroup: names.seederLogGroup,
    logPrefix: 'seeder',
  })
}
