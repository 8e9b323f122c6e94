/** Keeps what the programs of this process print as JSON, instead of letting it through; what is not theirs goes on its way. */
export type Printed = {
  /** Answers what tells all that is printed from now on: a world is not searched for in what was printed before there was one. */
  listen(): () => string
  release(): void
}

type Write = typeof process.stdout.write

export function keepPrinted(): Printed {
  const kept: string[] = []
  const originals = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }))
  for (const { stream, write } of originals) {
    const keep = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = String(chunk)
      if (!text.startsWith('{')) return Reflect.apply(write, stream, [chunk, ...rest])
      kept.push(text)
      return true
    }
    stream.write = keep as Write
  }
  return {
    listen: () => {
      const from = kept.length
      return () => kept.slice(from).join('')
    },
    release: () => {
      for (const { stream, write } of originals) stream.write = write
    },
  }
}
