import { stackEnvironment } from './stack-environment.ts'
import type { ContainerLaunch } from './task-driver.ts'

export interface ContainerHost {
  /** The front door: the task's AWS endpoint, and where it finds its metadata. */
  endpointUrl: string
  /** `name=value`, by which the stack knows its containers again. */
  label: string
}

const CPU_UNITS = 1024

/**
 * `docker create` for a task's container, as its definition says.
 * @throws when the definition asks for the host's files: whoever may call RunTask would have them all
 */
export function containerArguments(launch: ContainerLaunch, { endpointUrl, label }: ContainerHost): string[] {
  const { taskId, container, command } = launch
  const environment = { ...launch.environment, ...stackEnvironment(launch, endpointUrl) }
  const [program, ...leading] = container.entryPoint ?? []
  return [
    ...['create', '--name', `chronicle-task-${taskId}`, '--label', label, '--log-driver', 'local'],
    // The front door listens on this machine's loopback interface alone, and no other network reaches that.
    ...['--network', 'host', '--security-opt', 'no-new-privileges'],
    ...(container.linuxParameters?.initProcessEnabled ? ['--init'] : []),
    ...(container.readonlyRootFilesystem ? ['--read-only'] : []),
    ...(container.user ? ['--user', container.user] : []),
    ...(container.linuxParameters?.capabilities?.drop ?? []).flatMap((name) => ['--cap-drop', name]),
    ...(program ? ['--entrypoint', program] : []),
    ...mounts(launch),
    ...limits(launch),
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...[container.image ?? '', ...leading, ...command],
  ]
}

/** An empty volume for each mount point, on disk and gone with the container. It takes owner and mode from the image. */
function mounts({ container: { mountPoints = [] }, volumes }: ContainerLaunch): string[] {
  return mountPoints.flatMap(({ sourceVolume, containerPath, readOnly }) => {
    const volume = volumes.find(({ name }) => name === sourceVolume)
    if (volume?.host?.sourcePath)
      throw new Error(
        `volume "${sourceVolume}" is the host's ${volume.host.sourcePath}; a task gets empty volumes only`,
      )
    return ['--mount', `type=volume,destination=${containerPath}${readOnly ? ',readonly' : ''}`]
  })
}

/** No more than Fargate would give: the memory without swap, and a share of the processors. */
function limits({ container, cpu, memory }: ContainerLaunch): string[] {
  const units = Number(cpu)
  const mebibytes = container.memory ?? Number(memory)
  return [
    ...(units > 0 ? ['--cpus', String(units / CPU_UNITS)] : []),
    ...(mebibytes > 0 ? ['--memory', `${mebibytes}m`, '--memory-swap', `${mebibytes}m`] : []),
  ]
}
