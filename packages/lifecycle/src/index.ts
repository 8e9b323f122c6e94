import { parseEnv } from '@chronicle/core'
import { createDeps } from './deps.ts'
import { environment } from './env.ts'
import { createHandler } from './handler.ts'

export const handler = createHandler(createDeps(parseEnv(environment)))
