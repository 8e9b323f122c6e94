// Hashes a file for a hybrid, in a process of its own: `<path> <piece length> <threads>`. Prints the sum of its hashes and its peak of
// memory in MB.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hashHybridFile } from '../../src/index.ts'

async function main(): Promise<void> {
  const [path = '', pieceLength, threads] = process.argv.slice(2)
  const { pieces, tree } = await hashHybridFile(path, { pieceLength: Number(pieceLength), threads: Number(threads) })
  const sum = createHash('sha1').update(pieces).update(tree.root).update(tree.layer).digest('hex')
  const peakKib = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  console.log(JSON.stringify({ sum, rss: peakKib / 1024 }))
}

void main()
