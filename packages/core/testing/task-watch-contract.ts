import { describe, expect, it } from '@jest/globals'
import type { TaskWatch } from '../src/index.ts'

export type TaskWatchUnderTest = {
  readonly tasks: TaskWatch
  /** Starts a task that runs until it is asked to stop; answers its ARN. */
  readonly run: (startedBy: string) => Promise<string>
  /** What becomes of a task that was asked to stop. */
  readonly stopped: (taskArn: string) => Promise<void>
}

let count = 0
const freshJob = () => {
  count += 1
  return `watch-${process.pid}-${count}/1/1`
}

/** What every TaskWatch promises; runs on the fake and on the local stack's ECS. */
export function describeTaskWatch(name: string, open: () => TaskWatchUnderTest): void {
  describe(`TaskWatch: ${name}`, () => {
    it('tells of a task that lives', async () => {
      const { tasks, run } = open()
      const startedBy = freshJob()
      const taskArn = await run(startedBy)
      const task = await tasks.find(taskArn)
      expect(task).toMatchObject({ taskArn, startedBy })
      expect(task?.lastStatus).not.toBe('STOPPED')
      expect(task?.createdAt).toBe(new Date(task?.createdAt ?? '').toISOString())
      await expect(tasks.startedBy(startedBy)).resolves.toMatchObject([{ taskArn }])
    })

    it('tells of a task that was stopped, why and how it ended, by its ARN and by who started it', async () => {
      const { tasks, run, stopped } = open()
      const startedBy = freshJob()
      const taskArn = await run(startedBy)
      await tasks.stop(taskArn, 'Chronicle: a test')
      await stopped(taskArn)
      const expected = {
        ...{ taskArn, startedBy, lastStatus: 'STOPPED', stopCode: 'UserInitiated' },
        ...{ stoppedReason: 'Chronicle: a test', containers: [{ exitCode: expect.any(Number) }] },
      }
      await expect(tasks.find(taskArn)).resolves.toMatchObject(expected)
      await expect(tasks.startedBy(startedBy)).resolves.toMatchObject([expected])
    })

    it('knows no task that there is not, and none that somebody else started', async () => {
      const { tasks, run } = open()
      const taskArn = await run(freshJob())
      await expect(tasks.find(`${taskArn.slice(0, -4)}0000`)).resolves.toBeUndefined()
      await expect(tasks.startedBy(freshJob())).resolves.toEqual([])
    })

    it('is refused where a task is to stop that there is not', async () => {
      const { tasks, run } = open()
      const taskArn = await run(freshJob())
      await expect(tasks.stop(`${taskArn.slice(0, -4)}0000`, 'a test')).rejects.toThrow()
    })
  })
}
