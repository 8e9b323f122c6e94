import type { BencodeValue } from './bencode-value.ts'
import { MetainfoError } from './metainfo-error.ts'
import { decodeText } from './utf8.ts'

/** A decoded dictionary. */
export type Dictionary = ReadonlyMap<string, BencodeValue>

export function isDictionary(value: BencodeValue | undefined): value is Dictionary {
  return value instanceof Map
}

export function bytesField(dictionary: Dictionary, key: string): Uint8Array {
  const value = dictionary.get(key)
  if (!(value instanceof Uint8Array)) throw wrongType(key, value, 'a string')
  return value
}

export function textField(dictionary: Dictionary, key: string): string {
  return decodeText(bytesField(dictionary, key), key)
}

export function integerField(dictionary: Dictionary, key: string): number {
  const value = dictionary.get(key)
  if (typeof value !== 'number') throw wrongType(key, value, 'an integer')
  return value
}

/** All strings in a field that holds one, or lists of them, in order; none if the field is missing. */
export function textsField(dictionary: Dictionary, key: string): string[] {
  const collect = (value: BencodeValue): string[] => {
    if (value instanceof Uint8Array) return [decodeText(value, key)]
    if (Array.isArray(value)) return value.flatMap(collect)
    throw wrongType(key, value, 'a string or a list of strings')
  }
  return collect(dictionary.get(key) ?? [])
}

function wrongType(key: string, value: BencodeValue | undefined, wanted: string): MetainfoError {
  return new MetainfoError(value === undefined ? `"${key}" is missing` : `"${key}" is not ${wanted}`)
}
