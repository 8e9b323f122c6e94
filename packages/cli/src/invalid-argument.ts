/** An argument cannot be right; the message names it, its value and what it should be. */
export class InvalidArgument extends Error {
  override readonly name = 'InvalidArgument'
}

/** The port that an argument names. Throws InvalidArgument. */
export function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InvalidArgument(`--port "${text}" is no port; give a number from 1 to 65535`)
}
