import { DependencyUnavailable, type Health, VERSION } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Who we are and what is behind us, where all that we cannot work without answers; asked all at once. Throws
 * DependencyUnavailable with the names of those that do not. Why they do not is for the log alone.
 */
export async function checkHealth({
  dependencies,
  config,
  log,
}: Pick<Deps, 'dependencies' | 'config' | 'log'>): Promise<Health> {
  const results = await Promise.allSettled(dependencies.map((dependency) => dependency.check()))
  const missing = dependencies.flatMap(({ name }, index) => {
    const result = results[index]
    if (result?.status !== 'rejected') return []
    log.error('no right answer', { dependency: name, error: result.reason })
    return name
  })
  if (missing.length > 0) throw new DependencyUnavailable(missing)
  return { status: 'ok', version: VERSION, engine: config.engine }
}
