import type { TorrentEngine } from '@chronicle/core'
import { findApi } from '../provision/api.ts'
import { type Credentials, createAws } from '../provision/aws.ts'
import { apiUrl, names } from '../provision/names.ts'
import { type Outcome, runSteps } from '../provision/run-steps.ts'
import { provisioningSteps, stepsFor } from '../provision/steps.ts'
import { awaitEngine } from './await-engine.ts'
import { engineLacks } from './engine-lacks.ts'
import type { FoundEngine } from './find-engine.ts'
import { functionEndpoint } from './function-endpoint.ts'

export type EngineSettings = {
  /** Where the engine answers, such as `http://localhost:4566`. */
  readonly endpoint: string
  readonly credentials: Credentials
  /** The folder with a zip for each function. */
  readonly zips: string
  readonly torrentEngine: TorrentEngine
  /** The zip of the layer `transmission-tools`. */
  readonly layer: string
  /** Only what makes torrents of uploaded objects. */
  readonly torrentsOnly: boolean
  /** `host:port` of what may be recorded though it is not public. */
  readonly privateSources?: readonly string[]
  /** How long to wait for an engine that is still coming up. */
  readonly patienceMs: number
}

export type EngineHooks = {
  readonly onWait: (why: string) => void
  readonly onEngine: (engine: FoundEngine, functionUrl: string) => void
  readonly onOutcome: (outcome: Outcome) => void
}

export type ProvisionedEngine = {
  readonly engine: FoundEngine
  readonly outcomes: readonly Outcome[]
  readonly lacks: readonly string[]
  /** The part before `/jobs`; undefined where there is no API. */
  readonly api: string | undefined
}

/**
 * Makes Chronicle's resources on whatever engine answers on the endpoint, or brings those that are there up to date.
 * @throws EngineNotReady
 */
export async function provisionEngine(settings: EngineSettings, hooks: EngineHooks): Promise<ProvisionedEngine> {
  const { endpoint, credentials, zips, torrentEngine, layer, torrentsOnly, privateSources, patienceMs } = settings
  const engine = await awaitEngine(endpoint, patienceMs, hooks.onWait)
  const functionUrl = await functionEndpoint(endpoint)
  hooks.onEngine(engine, functionUrl)
  const aws = createAws(endpoint, credentials)
  const steps = provisioningSteps(aws, { url: functionUrl, zips, torrentEngine, layer, privateSources })
  const outcomes = await runSteps(torrentsOnly ? stepsFor(steps, ['uploads']) : steps, hooks.onOutcome)
  const isReady = outcomes.some(({ step, state }) => step === 'API' && state === 'ready')
  const apiId = isReady ? await findApi(aws) : undefined
  return { engine, outcomes, lacks: engineLacks(engine, torrentEngine), api: apiId && apiUrl(endpoint, apiId) }
}

/** Resources are made in one region, whichever the user's tools are set to. */
export const engineRegion = names.region
