import { describe, expect, it } from '@jest/globals'
import { isChosen, ofAll, short, whole } from '../../src/table/choice.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('a choice of cells', () => {
  it('has cells of every row and of every column, and a third of all', () => {
    const chosen = numbers(6).flatMap((row) =>
      numbers(8).flatMap((column) => (isChosen(short, row + column, 'a cell') ? [{ row, column }] : [])),
    )
    expect(new Set(chosen.map(({ row }) => row)).size).toBe(6)
    expect(new Set(chosen.map(({ column }) => column)).size).toBe(8)
    expect(chosen).toHaveLength(16)
  })

  it('has a cell of a row of three, wherever it begins', () => {
    for (const row of numbers(6))
      expect(numbers(3).filter((column) => isChosen(short, row + column, 'a cell'))).toHaveLength(1)
  })

  it('is the whole table, or what has a certain name', () => {
    expect(numbers(8).every((diagonal) => isChosen(whole, diagonal, 'a cell'))).toBe(true)
    const named = { ...whole, matching: /PutItem 1.*once/ }
    expect(isChosen(named, 0, 'bell, dynamodb PutItem 1, time-out after, once')).toBe(true)
    expect(isChosen(named, 0, 'bell, dynamodb PutItem 1, time-out after, on')).toBe(false)
  })

  it('says how many of how many', () => {
    expect(ofAll(140, 419, 'cells')).toBe('140 of 419 cells')
    expect(ofAll(419, 419, 'cells')).toBe('all 419 cells')
  })
})
