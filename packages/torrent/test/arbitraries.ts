import fc from 'fast-check'
import type { BencodeValue } from '../src/index.ts'

const byteString = fc.uint8Array({ maxLength: 40 })

/** Keys as the library holds them: one character per byte. */
export const dictionaryKey = byteString.map((bytes) => Buffer.from(bytes).toString('latin1'))

/** Anything that bencode can express. */
export const bencodeValue: fc.Arbitrary<BencodeValue> = fc.letrec<{ value: BencodeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.maxSafeInteger().map((integer) => integer + 0), // BEP 3 knows no minus zero
    byteString,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(dictionaryKey, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
})).value

/** Content, and the same content again in chunks of arbitrary sizes, empty ones too. */
export const chunkedContent = fc
  .array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 })
  .map((chunks) => ({ chunks, content: new Uint8Array(Buffer.concat(chunks)) }))
