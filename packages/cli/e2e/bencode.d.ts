// The independent library that the tests check ours against carries no types: this is what a torrent looks like in it.
declare module 'bencode' {
  type Torrent = {
    readonly info: {
      readonly name: Uint8Array
      readonly length: number
      readonly 'piece length': number
      readonly pieces: Uint8Array
    }
    readonly [field: string]: unknown
  }
  const bencode: { encode(value: unknown): Uint8Array; decode(bytes: Uint8Array): Torrent }
  export default bencode
}
