import { createMerkleHasher, nodeLengthFor } from '../merkle-hasher.ts'
import { lengthOf } from './byte-range.ts'
import { hashSpan, type SpanOutcome, type SpanReader, type SpanTask } from './span-reader.ts'

/** What `hashSpan` does, with the nodes of the same pieces in the tree of version 2 (BEP 52): each byte is read once. */
export async function hashHybridSpan(reader: SpanReader, task: SpanTask, pieceLength: number): Promise<SpanOutcome> {
  const { span } = task
  // A first span that is shorter than a piece is the whole content, whose tree is no larger than its own blocks make it.
  const merkle = createMerkleHasher(span.start === 0 ? nodeLengthFor(lengthOf(span), pieceLength) : pieceLength)
  const read: SpanReader['read'] = (what, onBytes) =>
    reader.read(what, (chunk) => {
      merkle.update(chunk)
      onBytes(chunk)
    })
  const outcome = await hashSpan({ ...reader, read }, task, pieceLength)
  return 'pieces' in outcome ? { ...outcome, nodes: merkle.digestNodes() } : outcome
}
