import type { Link } from './domain/api-answers.ts'
import type { Clock } from './ports/clock.ts'
import type { Linked, LinkSigner } from './ports/link-signer.ts'

/** Long enough to begin a download; one that has begun goes on. */
const LINK_SECONDS = 900

/** A link by which anyone can fetch the object, offered as a download under this name; for 15 minutes. */
export async function signLink(
  { links, clock }: { readonly links: LinkSigner; readonly clock: Clock },
  object: Linked,
  filename: string,
): Promise<Link> {
  const expiresAt = new Date(clock.now().getTime() + LINK_SECONDS * 1000).toISOString()
  return { url: await links.sign(object, { filename, seconds: LINK_SECONDS }), expiresAt }
}
