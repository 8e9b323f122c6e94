import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import pLimit from 'p-limit'
import { bundlePrograms } from '../src/crashes/bundle.ts'
import { type CrashTable, crashColumns, crashTableOf, recorderCrashTable } from '../src/crashes/crash-table.ts'
import { flows } from '../src/flows/flows.ts'
import { launch } from '../src/flows/launches.ts'
import { credentials } from '../src/flows/secrets.ts'
import { keepPrinted } from '../src/judge/printed.ts'
import { openStage } from '../src/stage/stage.ts'
import { AT_ONCE, type Choice, ofAll } from '../src/table/choice.ts'
import { printTable } from '../src/table/print-table.ts'

/** Those that change something; of the large one that is done by the calls that other flows make. */
const changing = flows.filter(({ reads, large }) => !reads && !large)

/** The crash table, as tests: a flow is one, and all are run at once. */
export async function crashTable(choice: Choice): Promise<void> {
  Object.assign(process.env, credentials)
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-crashes-'))
  const { functionProgram, recorderProgram } = await bundlePrograms(folder)
  const stage = await openStage({ tools: 'none', program: recorderProgram })
  const printed = keepPrinted()
  const bench = { stage, printed, limit: pLimit(AT_ONCE) }
  const tables: CrashTable[] = []

  afterAll(async () => {
    printed.release()
    await stage.stop()
    await rm(folder, { recursive: true })
    const rows = tables.flatMap((table) => table.rows)
    const all = tables.reduce((sum, table) => sum + table.all, 0)
    const bad = tables.reduce((sum, table) => sum + table.problems.length, 0)
    const crashes = ofAll(rows.length, all, 'crashes')
    process.stderr.write(`${printTable('killed', crashColumns, rows)}\n${crashes}, ${bad} not green\n`)
  })

  describe('a program that is killed at any point', () => {
    it.concurrent.each(changing)(
      'loses no job and starts no second recorder: $name',
      async (flow) => {
        const number = changing.indexOf(flow)
        const table = await crashTableOf(bench, flow, number, choice, functionProgram)
        tables[number] = table
        process.stderr.write(
          `${flow.name}: ${ofAll(table.rows.length, table.all, 'crashes')}, ${table.problems.length} problems\n`,
        )
        expect(table.problems).toEqual([])
      },
      1_200_000,
    )

    it.concurrent('loses no job and starts no second recorder: a recorder that is launched', async () => {
      const table = await recorderCrashTable(bench, launch, choice)
      tables[changing.length] = table
      expect(table.problems).toEqual([])
    }, 1_200_000)

    it('is killed at fifty points and more', () => {
      expect(tables.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThanOrEqual(50)
    })
  })
}
