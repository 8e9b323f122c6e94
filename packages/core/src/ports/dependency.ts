/** Something that we cannot work without. */
export interface Dependency {
  /** For people: `table`, `queue`. */
  readonly name: string
  /** Throws where it gives no answer, or a wrong one, within a few seconds. */
  check(): Promise<void>
}
