import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/**
 * Where functions find the engine. One that runs as a process of this machine is where everyone finds it. One in a container
 * may run functions in containers of their own, which do not see this machine's `localhost`: they find it at its address on
 * its Docker network, which it has itself too.
 */
export async function functionEndpoint(url: string): Promise<string> {
  const { port } = new URL(url)
  const address = await containerAddress(port)
  return address ?? `http://127.0.0.1:${port}`
}

/** `http://<address>:<port>` of the container that publishes a port here; undefined where none does, or there is no Docker. */
async function containerAddress(publicPort: string): Promise<string | undefined> {
  const [id] = await docker('ps', '--filter', `publish=${publicPort}`, '--format', '{{.ID}}')
  if (!id) return undefined
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{"\\n"}}{{end}}'
  const [address] = await docker('inspect', '--format', format, id)
  const bindings = await docker('port', id)
  const inside = bindings.flatMap((line) => /^(\d+)\/tcp -> .*:(\d+)$/.exec(line)?.slice(1, 3) ?? [])
  const port = inside[inside.indexOf(publicPort) - 1] ?? publicPort
  return address ? `http://${address}:${port}` : undefined
}

/** The lines that a Docker command prints; none where there is no Docker, or no engine of it. */
async function docker(...args: readonly string[]): Promise<string[]> {
  try {
    const { stdout } = await exec('docker', args)
    return stdout.split('\n').filter(Boolean)
  } catch {
    return [] // no Docker here: then nothing is in a container of it
  }
}
