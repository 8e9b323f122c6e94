/** The engine could not be started, or ended before it answered. `message` holds its last log lines. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed'
}

/** Another stack's engine holds the state folder. There can be one engine per folder: two would overwrite each other. */
export class StateFolderInUse extends Error {
  override readonly name = 'StateFolderInUse'
  readonly stateFolder: string

  constructor(stateFolder: string) {
    super(`A local stack is already running on ${stateFolder}. Stop it first, or choose another state folder.`)
    this.stateFolder = stateFolder
  }
}
