import type { Task } from './task.ts'

/**
 * A task as AWS shows it. The API and the events have the same fields and differ in how they write a time.
 * @param time the API's answers (JSON 1.1) take seconds since 1970, the events ISO 8601
 */
export function taskView(task: Task, time: (date: Date) => number | string): Record<string, unknown> {
  const { container, clusterArn, ...rest } = task
  return {
    ...rest,
    clusterArn,
    availabilityZone: 'us-east-1a',
    attachments: [],
    attributes: [],
    connectivity: 'CONNECTED',
    enableExecuteCommand: false,
    healthStatus: 'UNKNOWN',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    containers: [{ ...container, taskArn: task.taskArn, networkInterfaces: [], healthStatus: 'UNKNOWN' }],
    createdAt: time(task.createdAt),
    startedAt: task.startedAt && time(task.startedAt),
    stoppingAt: task.stoppingAt && time(task.stoppingAt),
    stoppedAt: task.stoppedAt && time(task.stoppedAt),
  }
}

export const epochSeconds = (date: Date) => date.getTime() / 1000
export const isoTime = (date: Date) => date.toISOString()
