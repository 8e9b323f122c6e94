import { createDocker, type Docker } from '../src/ecs/driver/docker-command.ts'
import { requireImage } from '../src/ecs/driver/require-image.ts'
import { dockerEnvironment } from '../src/env.ts'

/** The Docker engine of this machine, with these images on it; or why it cannot be had, in a sentence. */
export async function openDocker(...images: readonly string[]): Promise<Docker | string> {
  const docker = createDocker(dockerEnvironment())
  try {
    await docker.run('version')
    for (const image of images) await requireImage(docker, image)
    return docker
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Says in one line, past what jest puts around a console's, that tests were left out. */
export function sayLeftOut(what: string, why: string): void {
  process.stderr.write(`left out: ${what}: ${why}\n`)
}
