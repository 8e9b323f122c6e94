import { startProvisionedEngine } from '@chronicle/local/testing'
import { afterAll } from '@jest/globals'
import { describeAdapters } from './adapters.ts'

const engine = await startProvisionedEngine()
afterAll(() => engine.stop())

describeAdapters(() => engine)
