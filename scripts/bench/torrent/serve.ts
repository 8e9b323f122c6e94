import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** nginx on loopback, which serves a folder to all contenders alike: over http, and over https with a certificate made for it. */
export async function serve(
  folder: string,
): Promise<AsyncDisposable & { http: string; https: string; certificate: string }> {
  const [http, https] = [await freePort(), await freePort()]
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const certify = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync('openssl', [...certify, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  const configuration = `
user root; daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log stderr;
events {}
http {
  access_log off; sendfile on; keepalive_requests 100000;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server { listen 127.0.0.1:${http}; root ${folder}; }
  server { listen 127.0.0.1:${https} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}; root ${folder}; }
}`
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configuration)
  const nginx = spawn('nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] })
  await answering(http)
  return {
    http: `http://127.0.0.1:${http}`,
    https: `https://localhost:${https}`,
    certificate,
    [Symbol.asyncDispose]: async () => {
      const ended = once(nginx, 'exit')
      nginx.kill()
      await ended
    },
  }
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isThere) return
    await sleep(50)
  }
  throw new Error(`nginx does not answer on port ${port}`)
}
