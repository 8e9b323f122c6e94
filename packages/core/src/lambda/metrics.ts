import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics'

/** What the dashboards and alarms count. Never a job id as a dimension: each value of one is a metric of its own to pay for. */
export interface Metrics {
  count(name: string, dimensions?: Readonly<Record<string, string>>): void
  /** How long something took. */
  seconds(name: string, value: number): void
}

/**
 * CloudWatch metrics in the embedded metric format: lines on standard output, so counting costs no call. The bundles print by
 * `publish` what an invocation counted at its end, however it ends.
 */
export function createMetrics(serviceName: string) {
  const metrics = new Powertools({ namespace: 'Chronicle', serviceName })
  const count: Metrics['count'] = (name, dimensions) => {
    if (!dimensions) return metrics.addMetric(name, MetricUnit.Count, 1)
    const single = metrics.singleMetric()
    for (const [dimension, value] of Object.entries(dimensions)) single.addDimension(dimension, value)
    single.addMetric(name, MetricUnit.Count, 1)
  }
  const seconds: Metrics['seconds'] = (name, value) => metrics.addMetric(name, MetricUnit.Seconds, value)
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
  }
  return { count, seconds, publish }
}

export type LambdaMetrics = ReturnType<typeof createMetrics>
