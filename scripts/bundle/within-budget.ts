/** Every byte of a zip is fetched and read before a function's first request: docs/adr/0028-small-zips.md */
const BUDGET_BYTES = 150_000

/** The zip, if it keeps to the budget. Throws an error that says by how much it does not. */
export function withinBudget(name: string, zip: Uint8Array): Uint8Array {
  if (zip.length <= BUDGET_BYTES) return zip
  throw new Error(
    `${name}.zip has ${zip.length} bytes, ${zip.length - BUDGET_BYTES} more than the ${BUDGET_BYTES} that a function may have. ` +
      'Look at what it began to import (esbuild: --analyze), or raise the budget in scripts/bundle/within-budget.ts and say why',
  )
}
