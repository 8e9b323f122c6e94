import { availableParallelism } from 'node:os'

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: at 1,769 MB a function has one processor. */
const MB_PER_PROCESSOR = 1769

/**
 * How many threads may hash: as many as there are processors. A Lambda function sees two however little of them it has, so there
 * its memory, in MB, says it.
 */
export function hashingThreads(lambdaMemory?: number): number {
  const processors = lambdaMemory === undefined ? Number.POSITIVE_INFINITY : Math.floor(lambdaMemory / MB_PER_PROCESSOR)
  return Math.max(Math.min(processors, availableParallelism()), 1)
}
