import { describe, expect, it } from '@jest/globals'
import { parseStartedBy } from '../src/launch-id.ts'
import { mayStartLater } from '../src/start-failure.ts'
import { endOf, SILENT } from '../src/stopped-task.ts'

const task = { taskArn: 'arn:task', lastStatus: 'STOPPED' }

describe('endOf', () => {
  it.each([
    [
      'an exit code',
      { stoppedReason: 'Essential container in task exited', containers: [{ exitCode: 1 }] },
      { errorCode: 'RECORDER_EXITED', exitCode: 1, mayPass: false },
      /exit code 1 .*: Essential container in task exited\./,
    ],
    [
      'success, though the job is still open',
      { containers: [{ exitCode: 0 }] },
      { errorCode: 'RECORDER_EXITED', exitCode: 0, mayPass: false },
      /exit code 0 and left its job open: ECS gave no reason\./,
    ],
    [
      'a kill',
      { stoppedReason: 'Task failed', containers: [{ exitCode: 137 }] },
      { errorCode: 'RECORDER_KILLED', exitCode: 137, mayPass: true },
      /killed \(exit code 137\): Task failed\. .*memory/,
    ],
    [
      'a signal of another kind',
      { stoppedReason: 'Task failed', containers: [{ exitCode: 139 }] },
      { errorCode: 'RECORDER_KILLED', exitCode: 139, mayPass: true },
      /killed \(exit code 139\)/,
    ],
    [
      'want of memory',
      { containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }] },
      { errorCode: 'RECORDER_OUT_OF_MEMORY', exitCode: 137, mayPass: true },
      /ran out of memory: OutOfMemoryError.*recorder_size/,
    ],
    [
      'somebody who stopped it',
      { stopCode: 'UserInitiated', stoppedReason: 'by hand', containers: [{ exitCode: 137 }] },
      { errorCode: 'RECORDER_STOPPED', exitCode: 137, mayPass: false },
      /was stopped .*: by hand\./,
    ],
    [
      'the sweep, that heard nothing of it',
      { stopCode: 'UserInitiated', stoppedReason: SILENT, containers: [{ exitCode: 137 }] },
      { errorCode: 'RECORDER_KILLED', exitCode: 137, mayPass: true },
      /killed/,
    ],
    [
      'a start that failed for good',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError', containers: [{}] },
      { errorCode: 'TASK_FAILED_TO_START', mayPass: false },
      /could not start: CannotPullContainerError\. Mend/,
    ],
    [
      'a start that failed for now',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'Capacity is unavailable at this time.', containers: [{}] },
      { errorCode: 'TASK_FAILED_TO_START', mayPass: true },
      /could not start: Capacity/,
    ],
    [
      'an interrupted Spot task',
      { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.', containers: [{}] },
      { errorCode: 'RECORDER_LOST', mayPass: true },
      /without an exit code: Your Spot Task was interrupted\./,
    ],
    ['no container at all', { containers: [] }, { errorCode: 'RECORDER_LOST', mayPass: true }, /ECS gave no reason/],
  ])('says what %s means, and whether another task may do better', (_, detail, expected, error) => {
    const end = endOf({ ...task, ...detail }, 'recorder')
    expect(end).toEqual({ ...expected, error: expect.stringMatching(error) })
  })
})

describe('a task that could not start', () => {
  it.each([
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    'Timeout waiting for network interface provisioning to complete.',
    'Timeout waiting for EphemeralStorage provisioning to complete.',
    'CannotPullContainerError: toomanyrequests: You have reached your pull rate limit.',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: dial tcp: i/o timeout',
    'CannotPullContainerError: context deadline exceeded',
    'ResourceInitializationError: unable to pull secrets or registry auth: connection reset by peer',
    'InternalError: unable to create network interface',
    'something that nobody has seen yet',
  ])('may start later: %s', (reason) => {
    expect(mayStartLater(reason)).toBe(true)
  })

  it.each([
    'CannotPullContainerError: pull access denied for recorder, repository does not exist',
    'CannotPullContainerError: manifest for recorder:0.1.0 not found: manifest unknown',
    'CannotStartContainerError: exec format error',
    'CannotCreateContainerError: no such volume',
    'ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: not authorized',
    "ECS was unable to assume the role 'arn:aws:iam::000000000000:role/x' that was provided for this task.",
  ])('stays as it is until somebody mends it: %s', (reason) => {
    expect(mayStartLater(reason)).toBe(false)
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
