import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/**
 * API Gateway's own addresses, `https://<id>.execute-api.<region>.amazonaws.com`, answered by the engine: TLS ends here, and the
 * request goes on as it came, since its signature covers the host and the path. `curlHome` makes curl look for them here.
 */
export async function apiGatewayOverTls(engineUrl: string) {
  const curlHome = await mkdtemp(join(tmpdir(), 'chronicle-curl-'))
  const [key, cert] = [join(curlHome, 'key.pem'), join(curlHome, 'certificate.pem')]
  const subject = ['-subj', '/CN=execute-api', '-addext', 'subjectAltName=DNS:*.execute-api.us-east-1.amazonaws.com']
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key]
  await exec('openssl', ['req', '-x509', ...newKey, '-out', cert, '-days', '1', ...subject])

  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
    const upstream = httpRequest(engineUrl + request.url, {
      method: request.method ?? 'GET',
      headers: [...request.rawHeaders, 'x-forwarded-proto', 'https'],
      setDefaultHeaders: false,
    })
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    upstream.once('error', (error) => response.destroy(error))
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await writeFile(join(curlHome, '.curlrc'), `connect-to = "::127.0.0.1:${port}"\ncacert = "${cert}"\n`)
  return {
    curlHome,
    async close() {
      server.close()
      server.closeAllConnections()
      await rm(curlHome, { recursive: true })
    },
  }
}
