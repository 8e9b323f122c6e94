export { processesOf } from './processes-of.ts'
export { type ProvisionedEngine, startProvisionedEngine } from './start-provisioned-engine.ts'
export { startTestEngine, type TestEngine, testStackSettings, toolsFolder } from './start-test-engine.ts'
export { startTestStack } from './start-test-stack.ts'
