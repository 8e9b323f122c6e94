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
  const tag = versionIn('terraform/backend/variables.tf', /variable "recorder_image_tag" \{[^}]*default\s*= "([^"]+)"/)
  expect(tag).toBe(version)
  expect(versionIn('terraform/README.md', /docker push "\$IMAGES:([^"]+)"/)).toBe(version)
})

test('the image that the local stack names is the one that the Dockerfile titles', () => {
  expect(`${versionIn('docker/ecs/Dockerfile', /image\.title="([^"]+)"/)}:latest`).toBe(names.recorderImage)
})

test('the engine has one version, installed and in a container', () => {
  const version = versionIn('scripts/python/requirements.in', /^ministack==(.+)$/m)
  expect(versionIn('docker/localstack/docker-compose.yml', /ministackorg\/ministack:([\w.]+)/)).toBe(version)
  expect(versionIn('util/make_stand_in_images.sh', /ministackorg\/ministack:([\w.]+)/)).toBe(version)
  if (!process.env.CHRONICLE_ENGINE_IMAGE) expect(engineImage).toBe(`ministackorg/ministack:${version}`)
})

test('the image has the Node that set-up would install', () => {
  const major = versionIn('scripts/setup.mjs', /^const NODE_MAJOR = (\d+)$/m)
  expect(versionIn('docker/ecs/Dockerfile', /node:(\d+)-/)).toBe(major)
})
