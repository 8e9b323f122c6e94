import type { Evidence } from './evidence.ts'
import { neverBackwards } from './never-backwards.ts'
import { noSecret } from './no-secret.ts'
import { nothingLost } from './nothing-lost.ts'
import { oneRecorder } from './one-recorder.ts'
import { oneTorrent } from './one-torrent.ts'
import { orderKept } from './order-kept.ts'

/** I6: no file, process or request is left behind. Whoever gathers the evidence looks for them. */
const nothingLeft = ({ offences }: Evidence): readonly string[] => offences

const invariants = {
  I1: oneRecorder,
  I2: nothingLost,
  I3: orderKept,
  I4: oneTorrent,
  I5: neverBackwards,
  I6: nothingLeft,
  I7: noSecret,
} as const

/** Everything that must hold whatever happens, and does not; each sentence begins with the number of its invariant. */
export function judge(evidence: Evidence): string[] {
  return Object.entries(invariants).flatMap(([name, holds]) => holds(evidence).map((problem) => `${name}: ${problem}`))
}
