export { clone, cloneSettings, localSeeding } from './clone.ts'
export { EngineFailed, StateFolderInUse } from './engine/engine-error.ts'
export { EngineNotReady } from './engines/await-engine.ts'
export { engineRegion, provisionEngine } from './engines/provision-engine.ts'
export { PortInUse } from './front-door/port-in-use.ts'
export { type Aws, createAws } from './provision/aws.ts'
export { mendFor } from './provision/mend.ts'
export { apiUrl, names, queueUrl } from './provision/names.ts'
export { provision } from './provision/provision.ts'
export type { Outcome } from './provision/run-steps.ts'
export type { Provisioning } from './provision/steps.ts'
export { sampleSource } from './sample/sample-source.ts'
export { type SampleStream, type SampleStreamOptions, startSampleStream } from './sample/start-sample-stream.ts'
export { type FoundStack, findStack } from './stack/find-stack.ts'
export { runStackProcess } from './stack/run-stack-process.ts'
export type { StackProgress } from './stack/stack-progress.ts'
export type { StackSettings } from './stack/stack-settings.ts'
export { type Stack, type StackHooks, startStack } from './stack/start-stack.ts'
export {
  StackFailed,
  type StackProcess,
  type StackProcessSettings,
  startStackProcess,
} from './stack/start-stack-process.ts'
export { StackWillNotStop, type StopResult, stopStack } from './stack/stop-stack.ts'
