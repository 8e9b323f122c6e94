/** A torrent that cannot be read, or options that no torrent can be made of. The message names the field. */
export class MetainfoError extends Error {
  override readonly name = 'MetainfoError'
}
