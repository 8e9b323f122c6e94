import { apiFlows } from './api.ts'
import type { Flow } from './flow.ts'
import { launchFlows } from './launches.ts'
import { torrentFlows } from './torrents.ts'
import { watchFlows } from './watching.ts'

/** Every way into every function. Each call that is made on them, undisturbed, is a row of the table. */
export const flows: readonly Flow[] = [...apiFlows, ...launchFlows, ...watchFlows, ...torrentFlows]
