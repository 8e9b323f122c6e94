import { type Endings, endsOf, type Flow, tasksOf } from '../flows/flow.ts'
import type { Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import type { Fault, Injection } from './fault.ts'
import type { Judgement } from './run-cell.ts'

/** What ECS answers for good is the end of the job, by a code that says so: nobody is to wait for what has to be mended. */
const refusals: Readonly<Partial<Record<Fault, string>>> = {
  'access denied': 'FAILED ACCESS_DENIED',
  'not found': 'FAILED CLUSTER_MISSING',
}

const believed = new Set(['s3 HeadObject', 's3 ListParts', 's3 ListMultipartUploads'])

/**
 * Everything that does not hold of a cell, and the jobs that ended otherwise than undisturbed without a reason that their fault
 * gives. An answer that something in S3 is gone is believed, as S3 is never behind: what is due then is due when its event
 * comes again, if one does.
 */
export function problemsOf(
  flow: Flow,
  target: Call,
  { fault }: Injection,
  first: Judgement,
  again: Judgement,
): string[] {
  const { mayEnd = [], mayEndInBelief = [], standing } = flow
  const isBelieved = fault === 'not found' && believed.has(label(target))
  const refusal = label(target) === 'ecs RunTask' ? refusals[fault] : undefined
  const allowed = new Set([
    ...mayEnd,
    ...(isBelieved ? mayEndInBelief : []),
    ...(refusal === undefined ? [] : [refusal]),
  ])
  const differing = ({ endings }: Judgement) => endedOtherwise(flow, endings, allowed)
  // The token alone makes one task of all tries of a launch, long before a fence has to decide. But a refusal after an answer
  // that got lost is believed, and the next launch has another token.
  const isOver = standing === undefined && !isBelieved && again.tasks > tasksOf(flow)
  const tooMany = isOver ? [`${again.tasks} tasks were started, and not ${tasksOf(flow)}`] : []
  const after = [...again.problems, ...tooMany, ...differing(again)].map((problem) => `then ${problem}`)
  return isBelieved ? after : [...first.problems, ...differing(first), ...after]
}

/** Jobs that ended otherwise than undisturbed, and than they may. */
export function endedOtherwise(flow: Flow, endings: Endings, allowed: ReadonlySet<string> = new Set()): string[] {
  const expected = endsOf(flow)
  const names = new Set([...Object.keys(expected), ...Object.keys(endings)])
  return [...names].flatMap((name) => {
    const found = endings[name] ?? 'nowhere'
    if (found === expected[name] || allowed.has(found)) return []
    return `${name} ended ${found}, and undisturbed ${expected[name] ?? 'nowhere'}`
  })
}
