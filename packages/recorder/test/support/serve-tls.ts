import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** A server of the web that speaks TLS, with a certificate of its own for the name. */
export async function serveTls(name: string, answer: RequestListener) {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-tls-'))
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile]
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  await exec('openssl', ['req', '-x509', ...newKey, '-out', certificateFile, '-days', '1', ...subject])
  const certificate = await readFile(certificateFile, 'utf8')
  const server = createServer({ key: await readFile(keyFile), cert: certificate }, answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true })
  }
  return {
    port,
    name,
    certificate,
    url: `https://${name}:${port}`,
    source: `${name}:${port}`,
    [Symbol.asyncDispose]: stop,
  }
}
