import { createAws } from './aws.ts'
import { runSteps } from './run-steps.ts'
import { type Provisioning, provisioningSteps } from './steps.ts'

/**
 * Makes on an engine what Terraform declares for AWS, or brings what is there up to date: safe to repeat.
 * Rejects with the first thing that went wrong, when all that could be made has been made.
 * @param engineUrl where the engine answers now
 */
export async function provision(engineUrl: string, provisioning: Provisioning): Promise<void> {
  const outcomes = await runSteps(provisioningSteps(createAws(engineUrl), provisioning))
  for (const outcome of outcomes) if (outcome.state === 'failed') throw outcome.error
}
