import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { names } from '@chronicle/local'

/**
 * Writes a configuration for the AWS CLI that points at the stack, and answers its path, for AWS_CONFIG_FILE. Version 2 of the
 * CLI takes a payload as base64 unless `cli_binary_format` says otherwise. The user's own files are never touched.
 */
export async function writeAwsProfile(folder: string, endpointUrl: string): Promise<string> {
  const path = join(folder, 'aws-config')
  const settings = {
    region: names.region,
    aws_access_key_id: 'test',
    aws_secret_access_key: 'test',
    endpoint_url: endpointUrl,
    cli_binary_format: 'raw-in-base64-out',
    cli_pager: '',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  await mkdir(folder, { recursive: true })
  await writeFile(path, `${['[default]', ...lines].join('\n')}\n`)
  return path
}
