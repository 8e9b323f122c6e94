/** What is done around each call of a port: a fault, or waiting for one's turn. `name` says which call it is. */
export type Around = <Answer>(name: string, call: () => Promise<Answer>) => Promise<Answer>

export const asItIs: Around = (_, call) => call()

/**
 * The port with something around each of its calls. They answer promises, but for the `streams`: what is read of those is read in
 * one, as a page is.
 */
export function intercept<Port extends object>(port: Port, around: Around, ...streams: (keyof Port & string)[]): Port {
  const calls = Object.entries(port).map(([name, call]) => {
    if (typeof call !== 'function') return [name, call]
    const isStream = (streams as string[]).includes(name)
    const stream = async function* (...args: unknown[]) {
      yield* await around(name, () => all(call(...args)))
    }
    return [name, isStream ? stream : (...args: unknown[]) => around(name, async () => call(...args))]
  })
  return Object.fromEntries(calls) as Port
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const read: unknown[] = []
  for await (const item of items) read.push(item)
  return read
}
