import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import pLimit from 'p-limit'
import { bundlePrograms } from '../src/crashes/bundle.ts'
import { injectionName, injections } from '../src/faults/fault.ts'
import { type FlowTable, tableOf } from '../src/faults/flow-table.ts'
import { injectionsOf } from '../src/faults/injections-of.ts'
import { operationsOfAdapters } from '../src/faults/operations.ts'
import { flows } from '../src/flows/flows.ts'
import { credentials } from '../src/flows/secrets.ts'
import { keepPrinted } from '../src/judge/printed.ts'
import { openStage } from '../src/stage/stage.ts'
import { AT_ONCE, type Choice, ofAll } from '../src/table/choice.ts'
import { everything } from '../src/table/env.ts'
import { printTable } from '../src/table/print-table.ts'

/** The fault table, as tests: a flow is one, and all are run at once, so that no processor waits for the last world of a flow. */
export async function faultTable(choice: Choice): Promise<void> {
  Object.assign(process.env, credentials)
  const printed = keepPrinted()
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-faults-'))
  const { recorderProgram } = await bundlePrograms(folder)
  const stage = await openStage({ tools: 'none', program: recorderProgram })
  const bench = { stage, printed, limit: pLimit(AT_ONCE) }
  const tables: FlowTable[] = []
  const sum = (count: (table: FlowTable) => number) => tables.reduce((total, table) => total + count(table), 0)

  afterAll(async () => {
    printed.release()
    await stage.stop()
    await rm(folder, { recursive: true })
    const rows = tables.flatMap((table) => table.rows)
    const cells = ofAll(
      sum((table) => table.cells),
      sum(({ all }) => all),
      'cells',
    )
    const bad = sum(({ problems }) => problems.length)
    process.stderr.write(`${printTable('call', injections.map(injectionName), rows)}\n${cells}, ${bad} not green\n`)
  })

  describe('every call to AWS, broken in every way', () => {
    it.concurrent.each(flows)(
      'loses no job and starts no second recorder: $name',
      async (flow) => {
        const table = await tableOf(bench, flow, flows.indexOf(flow), injectionsOf(flow, everything), choice)
        tables[flows.indexOf(flow)] = table
        process.stderr.write(
          `${flow.name}: ${ofAll(table.cells, table.all, 'cells')}, ${table.problems.length} problems\n`,
        )
        expect(table.problems).toEqual([])
      },
      1_200_000,
    )

    it('has a row for every operation that an adapter can ask for', async () => {
      const rows = new Set(tables.flatMap(({ operations }) => operations))
      const left = [...(await operationsOfAdapters())].filter((operation) => !rows.has(operation))
      expect(left.sort()).toEqual(
        [
          ...['CreateMultipartUpload', 'UploadPart'], // the recorder's alone
          ...['CreateTable', 'DescribeTimeToLive', 'UpdateTimeToLive'], // on an emulator without its table alone
          'Invoke', // of the torrent creator, and no function runs here; whoever asked is told, and asks again, or the sweep does
        ].sort(),
      )
    })

    it('is a hundred cells and more', () => {
      expect(sum(({ cells }) => cells)).toBeGreaterThanOrEqual(100)
    })
  })
}
