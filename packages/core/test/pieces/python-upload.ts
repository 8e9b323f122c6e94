import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { StubObject } from './s3-stub.ts'

/** Cuts what it reads into parts, again and again until there are enough, and says what S3 would keep of that upload. */
const program = `
import base64, hashlib, json, sys
part_size, size = int(sys.argv[1]), int(sys.argv[2])
period = sys.stdin.buffer.read()
def sha1(data): return hashlib.sha1(data).digest()
def text(hash): return base64.b64encode(hash).decode()
whole = [sha1(period[at:at + part_size]) for at in range(0, len(period), part_size)]
hashes, parts, left, number = [], [], size, 0
while left > 0:
    at = number % len(whole)
    length = min(part_size, left)
    hash = whole[at] if length == part_size else sha1(period[at * part_size:at * part_size + length])
    number += 1
    left -= length
    hashes.append(hash)
    parts.append({'number': number, 'size': length, 'sha1': text(hash)})
etag = hashlib.md5(b'chronicle').hexdigest()
print(json.dumps({'etag': '"%s-%d"' % (etag, number), 'upload': {'parts': parts, 'checksumType': 'COMPOSITE', 'sha1': text(sha1(b''.join(hashes)))}}))
`

/** An object that was uploaded in parts of this size with SHA-1, its checksums made by Python over its bytes. */
export function pythonUpload(
  size: number,
  partSize: number,
  distinctParts: number,
): StubObject & { hashes: Uint8Array } {
  const period = randomBytes(partSize * distinctParts)
  const options = { input: period, maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' } as const
  const { etag, upload } = JSON.parse(execFileSync('python3', ['-c', program, String(partSize), String(size)], options))
  const hashes = Buffer.concat(upload.parts.map(({ sha1 }: { sha1: string }) => Buffer.from(sha1, 'base64')))
  return { size, etag, period, upload, hashes: new Uint8Array(hashes) }
}
