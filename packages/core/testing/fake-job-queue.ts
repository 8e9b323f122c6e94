import type { JobQueue } from '../src/index.ts'

/** The bell, and every ring that got through: a repeat of a `sendSeq` does not. */
export function createFakeJobQueue(): JobQueue & { readonly rings: readonly { jobId: string; sendSeq: number }[] } {
  const rings: { jobId: string; sendSeq: number }[] = []
  return {
    rings,
    ring: async (jobId, sendSeq) => {
      const isRepeat = rings.some((ring) => ring.jobId === jobId && ring.sendSeq === sendSeq)
      if (!isRepeat) rings.push({ jobId, sendSeq })
    },
  }
}
