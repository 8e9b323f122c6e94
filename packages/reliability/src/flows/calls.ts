import type { Call } from '../line/call-around.ts'

/**
 * The calls that each flow makes undisturbed. What is broken is told by the run itself; this is what it must tell: a line of a
 * function that makes one of these calls is missed when it is gone, and a call that is new is seen.
 */
const expected: Readonly<Record<string, string>> = {
  'POST /jobs': 'PutItem, SendMessage',
  'POST /jobs again': 'PutItem, SendMessage',
  'GET /jobs': 'Query',
  'GET /jobs/{jobId}': 'GetItem',
  'GET …/events': 'GetItem',
  'GET …/recording': 'GetItem, HeadObject',
  'GET /health': 'GetQueueAttributes, GetItem',
  'DELETE, not launched': 'GetItem, UpdateItem',
  'DELETE, its task lives': 'GetItem, UpdateItem, StopTask',
  'DELETE …?purge=true': 'GetItem, UpdateItem, ListObjectVersions ×3, HeadObject, DeleteObject, DeleteItem',
  'POST …/retry': 'GetItem, UpdateItem, SendMessage',
  'POST /dead-letters/redrive': 'Query, GetItem, UpdateItem, SendMessage',
  bell: 'GetItem, UpdateItem ×2, RunTask',
  'bell, launch not answered': 'GetItem, UpdateItem, RunTask ×4, ChangeMessageVisibility',
  'bell, launch put off': 'GetItem, UpdateItem ×2, RunTask',
  'bell, launch refused': 'GetItem, UpdateItem ×2, RunTask',
  'bell, before its time': 'GetItem ×2, UpdateItem',
  'bell, room for some': 'GetItem, Query ×4, UpdateItem ×2, RunTask',
  'bell, cancelled, no task': 'GetItem ×2, UpdateItem ×2',
  'bell, cancelled, its task lives': 'GetItem ×2, UpdateItem, StopTask',
  message: 'PutItem, GetItem, UpdateItem ×2, RunTask',
  'message that can never succeed': 'PutItem',
  'batch of two groups': 'PutItem ×3, GetItem ×3, UpdateItem ×6, RunTask ×3',
  invoke: 'PutItem, GetItem, UpdateItem ×2, RunTask',
  'task over, it never began': 'UpdateItem ×2',
  'task over, killed before its fence': 'UpdateItem ×2, SendMessage',
  'task over, killed with an upload open':
    'UpdateItem ×3, ListParts, CompleteMultipartUpload, GetObject, PutObject, SendMessage',
  'task over, killed with an upload of nothing':
    'UpdateItem ×2, ListParts, AbortMultipartUpload, HeadObject, SendMessage',
  'task over, killed with its object made': 'UpdateItem ×3, HeadObject ×2, GetObject, PutObject',
  'task over, job ended': 'UpdateItem ×2',
  'task over, its job to be seeded': 'UpdateItem ×4, RunTask',
  'sweep, seeder to be launched': 'Query, UpdateItem ×3, RunTask',
  'sweep, bell lost': 'Query, UpdateItem, SendMessage',
  'sweep, wait over': 'Query, UpdateItem, SendMessage',
  'sweep, launch unknown': 'Query, UpdateItem, SendMessage',
  'sweep, killed and nobody told': 'Query, UpdateItem ×2, DescribeTasks, ListMultipartUploads, HeadObject, SendMessage',
  'sweep, silent for hours, its task lives': 'Query, UpdateItem, DescribeTasks, StopTask',
  'dead letter, its job waits': 'GetItem, ListTasks ×2, UpdateItem',
  'dead letter, its job goes on': 'GetItem ×2, UpdateItem',
  'dead letter of no job': 'GetItem, PutItem',
  'dead letter, its job is over': 'GetItem ×2, UpdateItem',
  object: 'HeadObject ×3, GetObject, PutObject, PutItem',
  'object that has its torrent': 'HeadObject ×3, GetObject, PutItem',
  'object, its next version': 'HeadObject ×5, GetObject, PutObject ×2, PutItem, UpdateItem',
  'object uploaded in parts': 'HeadObject ×3, GetObjectAttributes, PutObject, PutItem',
  'object that is a recording': 'HeadObject ×3, GetObject, PutObject, GetItem, UpdateItem',
  backfill: 'GetItem, ListObjectsV2, HeadObject ×2, UpdateItem',
}

/** `GetItem, UpdateItem ×2`: operations in the order of their first call, as calls side by side have no other. */
function summary(calls: readonly Pick<Call, 'operation'>[]): string {
  const counts = Map.groupBy(calls, ({ operation }) => operation)
  return [...counts].map(([name, { length }]) => (length > 1 ? `${name} ×${length}` : name)).join(', ')
}

/** Where a flow does not make the calls that are written down for it. */
export function otherCalls(flowName: string, calls: readonly Pick<Call, 'operation'>[]): string[] {
  const [made, wanted] = [summary(calls), expected[flowName]]
  return made === wanted
    ? []
    : [`it makes the calls ${made || 'none'}, not ${wanted ?? 'any that flows/calls.ts knows'}`]
}
