type Printed = { readonly name: string; readonly value: unknown; readonly dimensions: readonly string[] }

/**
 * Keeps what is printed on standard output, where CloudWatch would read it, until it is disposed of: whole lines of the embedded
 * metric format, as CloudWatch takes any other line for a mere log.
 */
export function catchMetrics() {
  const { write } = process.stdout
  let text = ''
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += chunk
    return true
  }
  const lines = () => text.split('\n').flatMap((line) => (line === '' ? [] : JSON.parse(line)))
  return {
    text: () => text,
    lines,
    /** Every metric, with its value and the dimensions that it is counted by. */
    metrics: (): readonly Printed[] =>
      lines().flatMap((line) => {
        const [{ Metrics, Dimensions }] = line._aws.CloudWatchMetrics
        const named = ({ Name: name }: { Name: string }) => ({ name, value: line[name], dimensions: Dimensions[0] })
        return Metrics.map(named)
      }),
    [Symbol.dispose]: () => {
      process.stdout.write = write
    },
  }
}
