import { describe, expect, it } from '@jest/globals'
import { parseStartedBy } from '../src/launch-id.ts'
import { endOf } from '../src/stopped-task.ts'

const task = { taskArn: 'arn:task', lastStatus: 'STOPPED' }

describe('endOf', () => {
  it.each([
    [
      'an exit code',
      { stoppedReason: 'Essential container in task exited', containers: [{ exitCode: 1 }] },
      { errorCode: 'RECORDER_EXITED', exitCode: 1, error: /exit code 1 .*: Essential container in task exited\./ },
    ],
    [
      'success, though the job is still open',
      { containers: [{ exitCode: 0 }] },
      { errorCode: 'RECORDER_EXITED', exitCode: 0, error: /exit code 0 and left its job open: ECS gave no reason\./ },
    ],
    [
      'a kill',
      { stoppedReason: 'Task failed', containers: [{ exitCode: 137, reason: 'OutOfMemoryError' }] },
      { errorCode: 'RECORDER_KILLED', exitCode: 137, error: /killed .*: Task failed; OutOfMemoryError\. .*memory/ },
    ],
    [
      'a start that failed',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError', containers: [{}] },
      { errorCode: 'TASK_FAILED_TO_START', error: /could not start: CannotPullContainerError\. Mend/ },
    ],
    [
      'no exit code',
      { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.', containers: [{}] },
      { errorCode: 'RECORDER_LOST', error: /without an exit code: Your Spot Task was interrupted\./ },
    ],
    ['no container at all', { containers: [] }, { errorCode: 'RECORDER_LOST', error: /ECS gave no reason/ }],
  ])('says what %s means', (_, detail, { error, ...expected }) => {
    const end = endOf({ ...task, ...detail }, 'recorder')
    expect(end).toEqual({ ...expected, error: expect.stringMatching(error) })
  })
})

describe('parseStartedBy', () => {
  it('reads which launch a task of ours belongs to', () => {
    const jobId = 'Job_-'.padEnd(64, 'x')
    expect(parseStartedBy(`${jobId}/2/13`)).toEqual({ purpose: 'record', jobId, attempt: 2, launch: 13 })
    expect(parseStartedBy(`seed/${jobId}/2/13`)).toEqual({ purpose: 'seed', jobId, attempt: 2, launch: 13 })
    expect(parseStartedBy('seed/2/13')).toEqual({ purpose: 'record', jobId: 'seed', attempt: 2, launch: 13 })
  })

  it.each([
    undefined,
    '',
    'job-1',
    'job-1/1',
    'job-1/1/1/1',
    'seed/job-1/1/1/1',
    'seed/job-1/1',
    'job 1/1/1',
    'job-1/a/1',
    'job-1/1/-1',
    'job-1/1/1\n',
    '/1/1',
  ])('knows %j for the task of someone else', (startedBy) => {
    expect(parseStartedBy(startedBy)).toBeUndefined()
  })

  it('refuses an id that is longer than ours are', () => {
    expect(parseStartedBy(`${'x'.repeat(65)}/1/1`)).toBeUndefined()
  })
})
