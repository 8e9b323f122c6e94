import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListBucketsCommand } from '@aws-sdk/client-s3'
import { clone, cloneSettings, createAws } from '@chronicle/local'
import { openTerraform, startTestEngine } from '@chronicle/local/testing'
import { expect, it } from '@jest/globals'
import { apiGatewayOverTls } from './api-gateway-over-tls.ts'
import { commandsOf, openShell } from './deployment-page.ts'
import { foreignTorrent } from './foreign-torrent.ts'

const exec = promisify(execFile)
const PAGE = 'terraform/README.md'

const terraform = await openTerraform(['-backend=false'], { AWS_REGION: 'us-east-1' })
if (typeof terraform === 'string')
  console.log(`Terraform or its provider is not to be had here, so its page is not tried: ${terraform}`)
else await terraform.remove()
const withTerraform = typeof terraform === 'string' ? it.skip : it

/** What a newcomer has: the files, and nothing that was ever built or installed. */
async function freshCopy(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'chronicle-newcomer-'))
  const { stdout } = await exec('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: clone.root,
    maxBuffer: 16 * 1024 * 1024,
  })
  for (const file of stdout.split('\0').filter(Boolean)) await cp(join(clone.root, file), join(copy, file))
  return copy
}

/** The account is the local engine's, and a person's "yes" is given beforehand. Nothing else is different. */
function environmentOf(url: string, curlHome: string): NodeJS.ProcessEnv {
  const { TF_PLUGIN_DIR, TF_CLI_CONFIG_FILE: _, ...inherited } = process.env
  return {
    ...inherited,
    ...(TF_PLUGIN_DIR && { TF_CLI_ARGS_init: `-plugin-dir=${TF_PLUGIN_DIR}` }),
    TF_CLI_ARGS_apply: '-auto-approve -no-color',
    TF_CLI_ARGS_destroy: '-auto-approve -no-color',
    TF_VAR_task_event_sources: '["local.ecs"]',
    CHECKPOINT_DISABLE: '1',
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    CURL_HOME: curlHome,
  }
}

withTerraform('the page leads from an empty account to a torrent, and back to nothing, word for word', async () => {
  const { recorder } = cloneSettings({ stateFolder: '', port: 0 })
  await using used = new AsyncDisposableStack()
  // So the engine knows API Gateway's addresses for what they are.
  const engineEnvironment = { MINISTACK_HOST: 'us-east-1.amazonaws.com' }
  const stack = await startTestEngine({ recorder, iam: true, engineEnvironment })
  used.defer(stack.stop)
  const gateway = await apiGatewayOverTls(stack.engineUrl)
  used.defer(gateway.close)
  const folder = await freshCopy()
  used.defer(() => rm(folder, { recursive: true }))
  const shell = openShell(folder, environmentOf(stack.url, gateway.curlHome))
  used.defer(shell.close)

  const blocks = await commandsOf(folder, PAGE, 'Deploy')
  expect(blocks.length).toBeGreaterThanOrEqual(7)
  const printed: string[] = []
  for (const block of blocks) {
    // The local engine runs tasks without their images, and has nowhere to push one to.
    if (!block.includes('docker push')) printed.push(await shell.run(block))
  }
  const all = printed.join('\n')
  expect(all).toMatch(/Apply complete! Resources: \d{3} added/)
  expect(all).toMatch(/"status":"PENDING","url":"https:\/\/example.com\/stream"/)
  expect(all).toMatch(/"items":\[\{/)
  expect(all).toMatch(/"jobId":"b_[\w-]{38}","backfill":"started"/)
  const torrent = foreignTorrent(await readFile(join(folder, 'hello.txt.torrent')))
  expect(torrent.fits(Buffer.from('hello\n'))).toBe(true)

  for (const block of await commandsOf(folder, PAGE, 'Take down')) await shell.run(block)
  const aws = createAws(stack.url)
  expect((await aws.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([])
  expect((await aws.dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([])
  const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}))
  expect(Buckets.map(({ Name }) => Name)).toEqual(['chronicle-terraform-state-000000000000'])
})
