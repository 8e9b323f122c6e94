import { type Attempt, attemptOf, type Job } from '@chronicle/core'

/** What all attempts of an ended job came to, the first one first. */
export const attemptsOf = (job: Job): readonly Attempt[] => [...(job.attempts ?? []), attemptOf(job)]
