import type { TaskRegistry } from '../model/task-registry.ts'
import { epochSeconds, taskView } from '../model/task-view.ts'
import type { DescribeTasksInput } from './inputs.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export function describeTasks(tasks: TaskRegistry, clusterArn: string, input: DescribeTasksInput) {
  const found = input.tasks.map((reference) => ({ reference, task: tasks.find(clusterArn, reference) }))
  const withTags = input.include.includes('TAGS')
  return {
    tasks: found.flatMap(({ task }) => (task ? [taskView(withTags ? task : { ...task, tags: [] }, epochSeconds)] : [])),
    failures: found.flatMap(({ reference, task }) =>
      task ? [] : [{ arn: taskArn(clusterArn, reference), reason: 'MISSING' }],
    ),
  }
}

function taskArn(clusterArn: string, reference: string): string {
  return reference.startsWith('arn:') ? reference : `${clusterArn.replace(':cluster/', ':task/')}/${reference}`
}
