import type { HostResolver } from '@chronicle/core'
import { expect, it } from '@jest/globals'

/** What every HostResolver does; `known` is a name that this one knows, with some of its addresses. */
export function describeHostResolver(
  create: () => HostResolver,
  known: { readonly host: string; readonly addresses: readonly string[] },
): void {
  it('answers the addresses of a name', async () => {
    expect(await create().resolve(known.host)).toEqual(expect.arrayContaining([...known.addresses]))
  })

  it('answers none for a name that nobody knows', async () => {
    expect(await create().resolve('nobody.invalid')).toEqual([])
  })
}
