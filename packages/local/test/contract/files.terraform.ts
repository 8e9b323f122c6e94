import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { clone } from '../../src/clone.ts'
import { openTerraform } from '../../testing/index.ts'

const terraform = await openTerraform(['-backend=false'], { AWS_REGION: 'us-east-1' })
if (typeof terraform === 'string')
  console.log(`Terraform or its provider is not to be had here, so its files are not tested: ${terraform}`)
afterAll(async () => {
  if (typeof terraform !== 'string') await terraform.remove()
})
const withTerraform = typeof terraform === 'string' ? it.skip : it
const run = (...args: readonly string[]) =>
  typeof terraform === 'string' ? Promise.reject(new Error(terraform)) : terraform.run(...args)
const suites = (await readdir(join(clone.root, 'terraform/backend/tests'))).filter((name) =>
  name.endsWith('.tftest.hcl'),
)

describe("Terraform's files", () => {
  withTerraform('are formatted', async () => {
    expect(await run('fmt', '-check', '-recursive', '-list=true', '..')).toBe('')
  })

  withTerraform('are valid', async () => {
    expect(await run('validate', '-no-color')).toContain('The configuration is valid')
  })

  withTerraform.each(suites)('pass their own tests of %s', async (suite) => {
    expect(await run('test', '-no-color', `-filter=tests/${suite}`)).toMatch(/Success! \d+ passed, 0 failed/)
  })
})
