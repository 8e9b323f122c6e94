import {
  engineImage,
  openDocker,
  type ProvisionedEngine,
  sayLeftOut,
  startEngineContainer,
} from '@chronicle/local/testing'
import { afterAll, beforeAll, describe } from '@jest/globals'
import { describeAdapters } from './adapters.ts'

const docker = await openDocker(engineImage)
if (typeof docker === 'string') sayLeftOut(`the adapters on ${engineImage}`, docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe

withDocker(`on the image ${engineImage}`, () => {
  let engine: ProvisionedEngine
  beforeAll(async () => {
    engine = await startEngineContainer()
  })
  afterAll(() => engine.stop())

  describeAdapters(() => engine)
})
