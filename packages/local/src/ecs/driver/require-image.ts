import type { Docker } from './docker-command.ts'
import { CannotPullContainer } from './task-driver.ts'

/** Takes the image that is on this machine, else pulls it. @throws CannotPullContainer that says what to do */
export async function requireImage(docker: Docker, image: string): Promise<void> {
  const isHere = await docker.run('image', 'inspect', '--format', '{{.Id}}', image).then(
    () => true,
    () => false,
  )
  if (isHere) return
  try {
    await docker.run('pull', '--quiet', image)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new CannotPullContainer(await whatToDo(docker, image, said), { cause: error })
  }
}

async function whatToDo(docker: Docker, image: string, said: string): Promise<string> {
  const engineAnswers = await docker.run('version', '--format', '{{.Server.Version}}').then(
    () => true,
    () => false,
  )
  return engineAnswers
    ? `the image "${image}" is not on this machine and could not be pulled (${said}); util/rebuild_images_no_cache.sh builds Chronicle's own`
    : `no Docker engine answers (${said}); start it, or start the stack with the driver "process"`
}
