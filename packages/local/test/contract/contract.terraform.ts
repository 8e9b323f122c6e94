import { afterAll, expect, it } from '@jest/globals'
import { localSeeding } from '../../src/clone.ts'
import { createAws } from '../../src/provision/aws.ts'
import { openTerraform, startTestStack } from '../../testing/index.ts'
import { madeShape } from './made.ts'
import { plannedShape } from './planned.ts'
import type { Shape } from './shape.ts'

// The local stack is the product only as far as it is made like the product. What differs is named here with its reason, and
// nowhere else; the list may only get shorter.
const terraform = await openTerraform(['-backend=false'], { AWS_REGION: 'us-east-1' })
if (typeof terraform === 'string')
  console.log(
    `Terraform or its provider is not to be had here, so the local stack is not compared with it: ${terraform}`,
  )
afterAll(async () => {
  if (typeof terraform !== 'string') await terraform.remove()
})

/** The plan as it would be if it differed from the local stack in nothing. */
function withoutKnownDifferences(planned: Shape): Shape {
  // The local functions are told where their AWS is; on AWS there is nothing to tell.
  const endpoint = 'AWS_ENDPOINT_URL'
  const functions = Object.entries(planned.functions).map(([name, shape]) => [
    name,
    { ...shape, environment: [endpoint, ...shape.environment].sort() },
  ])
  return {
    ...planned,
    functions: Object.fromEntries(functions),
    // No page of another origin gets past the front door, so nobody asks beforehand whether it may.
    routes: planned.routes.filter((route) => !route.startsWith('OPTIONS ')),
  }
}

const withTerraform = typeof terraform === 'string' ? it.skip : it
withTerraform.each([
  ['as they are by default', 'queues', undefined],
  ['with seeding', 'seeder', localSeeding],
] as const)('what is made locally is what Terraform plans, both %s', async (_, suite, seeding) => {
  if (typeof terraform === 'string') return
  const output = await terraform.run('test', '-json', '-verbose', `-filter=tests/${suite}.tftest.hcl`)
  const stack = await startTestStack({ seeding })
  try {
    expect(await madeShape(createAws(stack.url), stack.url)).toEqual(withoutKnownDifferences(plannedShape(output)))
  } finally {
    await stack.stop()
  }
})
