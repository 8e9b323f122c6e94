/** How many tests ended how. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

type JestResults = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Counts a run of jest by its JSON results and exit code. Jest counts no failed test for a file that does not load, or whose
 * set-up fails: such a file is a failure here. So is a run that says it failed without naming a failed test.
 */
export function countsOfJest(json: string | undefined, exitCode: number): Counts {
  if (json === undefined) return { ...none, failed: 1 }
  const results: JestResults = JSON.parse(json)
  const isFailedWhole = ({ status, assertionResults }: JestResults['testResults'][number]) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  const failed = results.numFailedTests + results.testResults.filter(isFailedWhole).length
  return {
    passed: results.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}
