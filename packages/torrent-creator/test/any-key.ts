import fc from 'fast-check'

/** S3 takes 1,024 bytes; a torrent's key has these eight more. */
const LONGEST = 1024 - Buffer.byteLength('.torrent')

const characters = fc.oneof(
  fc.constantFrom(...'/+%&=?#;,:@$!*\'"()[]{}<>|\\^`~ .-_'),
  fc.constantFrom(
    'é',
    'e\u0301',
    '🎥',
    '👨‍👩‍👧',
    '\u0000',
    '\n',
    '\u007f',
    '\u200b',
    '\ufeff',
    '\uffff',
    '%2F',
    '%41',
    '.torrent.',
    '../',
    './',
    '//',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
)

/** Any key that an object with a torrent may have. */
export const anyKey = fc
  .oneof(
    { weight: 9, arbitrary: fc.array(characters, { minLength: 1, maxLength: 24 }) },
    { weight: 1, arbitrary: fc.array(characters, { minLength: 200, maxLength: 1000 }) },
  )
  .map((parts) => cut(parts.join('')))
  .filter((key) => key !== '' && !key.endsWith('/') && !/\.torrent$/i.test(key) && !key.startsWith('.chronicle/'))

function cut(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(LONGEST))
  return text.slice(0, read)
}
