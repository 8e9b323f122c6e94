// The independent library that the tests check ours against carries no types.
declare module 'bencode' {
  const bencode: {
    encode(value: unknown): Uint8Array
    decode(bytes: Uint8Array): Record<string, unknown>
  }
  export default bencode
}
