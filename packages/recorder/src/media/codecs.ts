const STREAM = /Stream #(\d+:\d+)[^ ]*: (?:Video|Audio): (\w+)/
const MAPPING = /Stream #(\d+:\d+) -> #\d+:\d+ \(copy\)/
const OUTPUT = /^(?:\[info\] )?Output #0/

/** Codecs such as `h264` and `aac`, of every stream that `ffmpeg -i` shows of a file. */
export function codecsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => STREAM.exec(line)?.[2] ?? [])
}

/**
 * Reads, line by line, which codecs ffmpeg is about to copy: it shows all streams of its inputs, then those it takes, then
 * that its output begins. Answers the codecs at that line, nothing before.
 */
export function createCodecReader(): (line: string) => readonly string[] | undefined {
  const streams = new Map<string, string>()
  const taken: string[] = []
  return (line) => {
    const [, id, codec] = STREAM.exec(line) ?? []
    if (id !== undefined && codec !== undefined) streams.set(id, codec)
    const mapped = MAPPING.exec(line)?.[1]
    if (mapped !== undefined) taken.push(mapped)
    return OUTPUT.test(line) ? taken.flatMap((input) => streams.get(input) ?? []) : undefined
  }
}
