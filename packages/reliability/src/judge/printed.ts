/** Keeps what the programs of this process print as JSON, instead of letting it through; what is not theirs goes on its way. */
export type Printed = { readonly text: () => string; release(): void }

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
    text: () => kept.join(''),
    release: () => {
      for (const { stream, write } of originals) stream.write = write
    },
  }
}
