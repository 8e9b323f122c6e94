import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clone } from '../src/clone.ts'

const exec = promisify(execFile)

export type Terraform = {
  /** Runs terraform on the production files; answers what it printed. Rejects with that when it fails. */
  run(...args: readonly string[]): Promise<string>
  /** A folder for what must not lie in the repository. */
  readonly scratch: string
  remove(): Promise<void>
}

/**
 * Terraform on `terraform/backend` as it stands, with its working data elsewhere. TF_PLUGIN_DIR, where it is set, names a
 * folder to take the provider from; otherwise terraform fetches it as usual. Answers why not, where it cannot be had here.
 */
export async function openTerraform(
  initArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Terraform | string> {
  const scratch = await mkdtemp(join(tmpdir(), 'chronicle-terraform-'))
  const { TF_PLUGIN_DIR, TF_CLI_CONFIG_FILE: _, ...inherited } = process.env
  const env = {
    ...inherited,
    ...environment,
    TF_DATA_DIR: join(scratch, 'data'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  }
  const cwd = join(clone.root, 'terraform/backend')
  const run = async (...args: readonly string[]) => {
    try {
      return (await exec('terraform', [...args], { cwd, env, maxBuffer: 256 * 1024 * 1024 })).stdout
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`terraform ${args[0]} failed:\n${whatWentWrong(stdout)}${stderr}`, { cause: error })
    }
  }
  const remove = () => rm(scratch, { recursive: true, force: true })
  try {
    const plugins = TF_PLUGIN_DIR ? [`-plugin-dir=${TF_PLUGIN_DIR}`] : []
    await run('init', '-input=false', '-no-color', '-lockfile=readonly', ...plugins, ...initArguments)
    return { run, scratch, remove }
  } catch (error) {
    await remove()
    return firstError(String(error))
  }
}

/** Terraform says what is wrong in a box of many lines, of which the first is the sentence. */
const firstError = (message: string) =>
  /Error: (.*)/.exec(message.replace('Error: terraform init failed', ''))?.[1] ?? message

/** With -json every step is a line; only what went wrong is worth reading then. */
function whatWentWrong(stdout: string): string {
  const lines = stdout.split('\n')
  const errors = lines
    .filter((line) => line.startsWith('{"@level":"error"'))
    .map((line) => JSON.parse(line)['@message'])
  return errors.length > 0 ? errors.join('\n') : stdout
}
