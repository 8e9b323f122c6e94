/** Bytes of a content, counted from 0, both ends included: as in HTTP's `Range: bytes=start-end` (RFC 9110, 14.1.2). */
export type ByteRange = { readonly start: number; readonly end: number }

export const lengthOf = ({ start, end }: ByteRange): number => end - start + 1
