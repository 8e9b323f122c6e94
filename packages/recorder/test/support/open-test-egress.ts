import type { HostResolver } from '@chronicle/core'
import { createFakeHostResolver, createSilentLog } from '@chronicle/core/testing'
import { type Egress, openEgress } from '../../src/egress/open-egress.ts'
import { rawRequest } from './raw-request.ts'

type Known = Parameters<typeof createFakeHostResolver>[0]

/** A way out that knows the addresses it is told, and no others. */
export async function openTestEgress(
  known: HostResolver | Known = {},
  privateSources: readonly string[] = [],
  certificates?: string,
) {
  const log = createSilentLog()
  const resolver = isResolver(known) ? known : createFakeHostResolver(known)
  const egress = await openEgress({ policy: { resolver, privateSources }, log, certificates })
  return { ...egress, proxy: egress.environment.http_proxy, log, [Symbol.asyncDispose]: egress.close }
}

const isResolver = (known: HostResolver | Known): known is HostResolver => typeof known?.resolve === 'function'

/** Asks for an input by its address, and for what that leads to. */
export async function askGateway({ addressFor, environment }: Egress, url: string) {
  const address = addressFor({ url, headers: {} }, true)
  const { head } = await rawRequest(environment.http_proxy, 'GET', address)
  return rawRequest(environment.http_proxy, 'GET', /^location: (.*)$/im.exec(head)?.[1]?.trim() ?? '')
}
