/**
 * What bencode can express (BEP 3): safe integers, byte strings, lists and dictionaries. The same shape goes in and comes out.
 *
 * A dictionary key is a byte string too. It is held as a string of one character per byte (`latin1`), because a Map
 * compares strings by content and byte arrays by identity, and because decoding keys as UTF-8 would lose bytes.
 */
export type BencodeValue = number | Uint8Array | readonly BencodeValue[] | ReadonlyMap<string, BencodeValue>

/** Lists and dictionaries may lie this deep inside each other. Metainfo needs five; without a bound, input could exhaust the stack. */
export const MAX_DEPTH = 100

/** An entry of a dictionary. */
export type Field = readonly [key: string, value: BencodeValue]
