import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { bundlePrograms } from '../src/crashes/bundle.ts'
import { type CrashTable, crashColumns, crashTableOf, recorderCrashTable } from '../src/crashes/crash-table.ts'
import { flows } from '../src/flows/flows.ts'
import { launch } from '../src/flows/launches.ts'
import { credentials } from '../src/flows/secrets.ts'
import { keepPrinted } from '../src/judge/printed.ts'
import { openStage } from '../src/stage/stage.ts'
import { printTable } from '../src/table/print-table.ts'

Object.assign(process.env, credentials)

const folder = await mkdtemp(join(tmpdir(), 'chronicle-crashes-'))
const { functionProgram, recorderProgram } = await bundlePrograms(folder)
const stage = await openStage({ tools: 'none', program: recorderProgram })
const printed = keepPrinted()
const tables: CrashTable[] = []
const changing = flows.filter(({ reads }) => !reads)

afterAll(async () => {
  printed.release()
  await stage.stop()
  await rm(folder, { recursive: true })
  const rows = tables.flatMap((table) => table.rows)
  process.stderr.write(`${printTable('killed', crashColumns, rows)}\n${rows.length} crashes\n`)
})

describe('a function that is killed at any point', () => {
  it.each(changing)(
    'loses no job and starts no second recorder: $name',
    async (flow) => {
      const table = await crashTableOf(
        { stage, printed: printed.text },
        flow,
        `c${flows.indexOf(flow)}`,
        functionProgram,
      )
      tables.push(table)
      expect(table.problems).toEqual([])
    },
    300_000,
  )

  it('loses no job and starts no second recorder: a recorder that is launched', async () => {
    const program = recorderProgram
    const ownStage = await openStage({ tools: 'none', program })
    const table = await recorderCrashTable({ stage: ownStage, printed: printed.text }, launch, 'r').finally(
      ownStage.stop,
    )
    tables.push(table)
    expect(table.problems).toEqual([])
  }, 300_000)

  it('is killed at more than fifty points', () => {
    expect(tables.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(50)
  })
})
