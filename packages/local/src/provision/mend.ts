import { LayerMissing } from './layer.ts'
import { MadeOtherwise } from './made-otherwise.ts'

const REFUSED = /AccessDenied|NotAuthorized|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|Signature/
const UNKNOWN = /NotImplemented|UnknownOperation|InvalidAction|pro feature|not included|not yet implemented/i
const GONE = /ECONNREFUSED|ECONNRESET|socket hang up/

/** What to do about a step that failed; the same run again is always safe. */
export function mendFor(error: Error): string {
  if (error instanceof MadeOtherwise) return `${error.mend}; then run this again`
  if (error instanceof LayerMissing) return 'build the layer, then run this again'
  const said = `${error.name} ${error.message} ${'code' in error ? error.code : ''}`
  if (REFUSED.test(said))
    return 'the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may not do this: use others (local engines take test and test), or allow it'
  if (UNKNOWN.test(said)) return 'this engine does not have it: use another, such as npm run chronicle -- up'
  if (GONE.test(said)) return 'the engine went away: start it, then run this again'
  return 'run this again; if it fails as before, the log of the engine says more'
}
