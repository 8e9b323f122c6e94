import { describe, expect, it } from '@jest/globals'
import { createHostResolver } from '../../src/adapters/index.ts'
import { describeHostResolver } from '../../testing/host-resolver-contract.ts'

describe('the resolver of the system', () => {
  describeHostResolver(() => createHostResolver(5000), { host: 'localhost', addresses: ['127.0.0.1'] })

  it('is not waited for when it takes too long', async () => {
    const started = performance.now()
    const resolver = createHostResolver(50, () => new Promise(() => {}))
    expect(await resolver.resolve('slow.example')).toEqual([])
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
