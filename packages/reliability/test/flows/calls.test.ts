import { describe, expect, it } from '@jest/globals'
import { otherCalls } from '../../src/flows/calls.ts'
import { flows } from '../../src/flows/flows.ts'

const made = (...operations: string[]) => operations.map((operation) => ({ operation }))

describe('the calls of a flow', () => {
  it('are those that are written down for it', () => {
    expect(otherCalls('bell', made('GetItem', 'UpdateItem', 'RunTask', 'UpdateItem'))).toEqual([])
  })

  it('are missed when one is gone', () => {
    expect(otherCalls('bell', made('GetItem', 'RunTask', 'UpdateItem'))).toEqual([
      'it makes the calls GetItem, RunTask, UpdateItem, not GetItem, UpdateItem ×2, RunTask',
    ])
  })

  it('are written down for every flow', () => {
    expect(flows.filter(({ name }) => otherCalls(name, []).join().includes('flows/calls.ts'))).toEqual([])
  })
})
