import { describe, expect, it } from '@jest/globals'
import { isChosen, ofAll, short, whole } from '../../src/table/choice.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('a choice of cells', () => {
  it('has cells of every row of eight, and of every column', () => {
    const chosen = numbers(16).flatMap((row) =>
      numbers(8).flatMap((column) => (isChosen(short, row + column, 'a cell') ? [{ row, column }] : [])),
    )
    expect([...new Set(chosen.map(({ row }) => row))]).toEqual(numbers(16))
    expect(new Set(chosen.map(({ column }) => column)).size).toBe(8)
  })

  it('is the whole table, or what has a certain name', () => {
    expect(numbers(8).every((diagonal) => isChosen(whole, diagonal, 'a cell'))).toBe(true)
    const named = { ...whole, matching: /PutItem 1.*once/ }
    expect(isChosen(named, 0, 'bell, dynamodb PutItem 1, time-out after, once')).toBe(true)
    expect(isChosen(named, 0, 'bell, dynamodb PutItem 1, time-out after, on')).toBe(false)
  })

  it('says how many of how many', () => {
    expect(ofAll(120, 960, 'cells')).toBe('120 of 960 cells')
    expect(ofAll(960, 960, 'cells')).toBe('all 960 cells')
  })
})
