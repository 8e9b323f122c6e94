import { LaunchRefused } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { arnOf, createDispatcher, url } from './dispatcher.ts'

describe('a direct invoke', () => {
  it('with a URL launches at once, under its request id', async () => {
    const { invoke, job, queue } = createDispatcher()
    await expect(invoke({ url }, 'invocation-7')).resolves.toEqual({
      jobId: 'invocation-7',
      status: 'STARTED',
      taskArn: arnOf('invocation-7/1/1'),
    })
    expect(job('invocation-7')).toMatchObject({ status: 'STARTED', url })
    expect(queue.rings).toEqual([])
  })

  it('with all fields keeps every one of them', async () => {
    const { invoke, job } = createDispatcher()
    const request = { jobId: 'job-1', url, filename: 'clip', s3Key: 'recordings/clip.mkv', maxDurationSeconds: 60 }
    await expect(invoke(request)).resolves.toMatchObject({ jobId: 'job-1', status: 'STARTED' })
    expect(job('job-1')).toMatchObject(request)
  })

  it('with an id launches the job that waits under it', async () => {
    const { invoke, launches } = createDispatcher({ rows: [buildJob()] })
    await expect(invoke({ jobId: 'job-1' })).resolves.toMatchObject({ status: 'STARTED', taskArn: arnOf('job-1/1/1') })
    expect(launches()).toEqual(['job-1/1/1'])
  })

  it('that Lambda repeats is the same job and the same task', async () => {
    const { invoke, launches } = createDispatcher()
    const first = await invoke({ url })
    await expect(invoke({ url })).resolves.toEqual(first)
    expect(launches()).toHaveLength(1)
  })

  it.each([
    ['nothing', null, 'INVALID_REQUEST'],
    ['text', url, 'INVALID_REQUEST'],
    ['an empty object', {}, 'INVALID_REQUEST'],
    ['a URL that is none', { url: 'stream' }, 'INVALID_REQUEST'],
    ['an unknown field', { url, colour: 'red' }, 'INVALID_REQUEST'],
    ['the id of no job', { jobId: 'none' }, 'JOB_NOT_FOUND'],
    ['the id of another job', { jobId: 'job-1', url: `${url}?other` }, 'JOB_ID_TAKEN'],
  ])('with %s is answered the error, and writes nothing', async (_, event, code) => {
    const row = buildJob()
    const { invoke, jobs, launches } = createDispatcher({ rows: [row] })
    await expect(invoke(event)).resolves.toMatchObject({ code, requestId: 'invocation-1', detail: expect.any(String) })
    expect([...jobs.rows.values()]).toEqual([row])
    expect(launches()).toEqual([])
  })

  it('is answered in full why a job failed for good', async () => {
    const { invoke, tasks } = createDispatcher()
    tasks.refuseWith(new LaunchRefused('LAUNCH_REFUSED', 'ECS refused the launch: no such cluster', false))
    await expect(invoke({ url })).resolves.toEqual({
      jobId: 'invocation-1',
      status: 'FAILED',
      errorCode: 'LAUNCH_REFUSED',
      error: 'ECS refused the launch: no such cluster',
    })
  })

  it('throws what leaves it unknown whether there is a task, so that Lambda repeats an asynchronous one', async () => {
    const { invoke, tasks, launches } = createDispatcher()
    tasks.loseAnswers(4)
    await expect(invoke({ url })).rejects.toThrow('socket hang up')
    await expect(invoke({ url })).resolves.toMatchObject({ status: 'STARTED' })
    expect(launches()).toHaveLength(1)
  })
})
