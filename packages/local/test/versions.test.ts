import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { clone } from '../src/clone.ts'
import { names } from '../src/provision/names.ts'
import { engineImage } from '../testing/index.ts'

const read = (path: string) => readFileSync(join(clone.root, path), 'utf8')
const versionIn = (path: string, pattern: RegExp) => pattern.exec(read(path))?.[1] ?? `not in ${path}`

test("the images' tag is one: the version, Terraform's default, and what its README pushes", () => {
  const { version } = JSON.parse(read('package.json'))
  for (const program of ['recorder', 'seeder']) {
    const byDefault = new RegExp(`variable "${program}_image_tag" \\{[^}]*default\\s*= "([^"]+)"`)
    expect(versionIn(`terraform/backend/variables-${program}.tf`, byDefault)).toBe(version)
  }
  const pushed = [...read('terraform/README.md').matchAll(/docker push "\$IMAGES:([^"]+)"/g)].map(([, tag]) => tag)
  expect(pushed).toEqual([version, version])
})

test.each([
  ['docker/ecs/Dockerfile', names.recorderImage],
  ['docker/transmission/Dockerfile', names.seederImage],
])('the image that the local stack names is the one that %s titles', (dockerfile, image) => {
  expect(`${versionIn(dockerfile, /image\.title="([^"]+)"/)}:latest`).toBe(image)
})

test('the engine has one version, installed and in a container', () => {
  const version = versionIn('scripts/python/requirements.in', /^ministack==(.+)$/m)
  expect(versionIn('docker/localstack/docker-compose.yml', /ministackorg\/ministack:([\w.]+)/)).toBe(version)
  expect(versionIn('util/make_stand_in_images.sh', /ministackorg\/ministack:([\w.]+)/)).toBe(version)
  if (!process.env.CHRONICLE_ENGINE_IMAGE) expect(engineImage).toBe(`ministackorg/ministack:${version}`)
})

test('the image has the Node that set-up would install', () => {
  const major = versionIn('scripts/setup.mjs', /^const NODE_MAJOR = (\d+)$/m)
  for (const image of ['ecs', 'transmission'])
    expect(versionIn(`docker/${image}/Dockerfile`, /node:(\d+)-/)).toBe(major)
})
