/** Another program has the public port. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse'
  readonly port: number

  constructor(port: number) {
    super(
      `Port ${port} is in use by another program, so the local stack cannot listen on it. ` +
        `Stop that program (lsof -i :${port} shows it) or choose another port.`,
    )
    this.port = port
  }
}
