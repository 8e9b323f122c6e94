import { Logger } from '@aws-lambda-powertools/logger'

type Fields = Readonly<Record<string, unknown>>

/** Structured logs: a fixed sentence and the ids that go with it. Never a body, a secret, or the query of a URL. */
export interface Log {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

/** One JSON object a line on standard output, as CloudWatch Logs Insights reads it. */
export function createLogger(serviceName: string): Log {
  const logger = new Logger({ serviceName })
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  }
}
