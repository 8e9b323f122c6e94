import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { bundlePrograms } from '../src/crashes/bundle.ts'
import { injectionName, injections } from '../src/faults/fault.ts'
import { type FlowTable, tableOf } from '../src/faults/flow-table.ts'
import { operationsOfAdapters } from '../src/faults/operations.ts'
import { flows } from '../src/flows/flows.ts'
import { credentials } from '../src/flows/secrets.ts'
import { keepPrinted } from '../src/judge/printed.ts'
import { openStage } from '../src/stage/stage.ts'
import { printTable } from '../src/table/print-table.ts'

Object.assign(process.env, credentials)

// FAULTS=all is the long form.
const isShort = process.env.FAULTS !== 'all'
const printed = keepPrinted()
const folder = await mkdtemp(join(tmpdir(), 'chronicle-faults-'))
const { recorderProgram } = await bundlePrograms(folder)
const stage = await openStage({ tools: 'none', program: recorderProgram })
const tables: FlowTable[] = []

afterAll(async () => {
  printed.release()
  await stage.stop()
  await rm(folder, { recursive: true })
  const columns = injections.map(injectionName)
  const rows = tables.flatMap(({ rows }) => rows)
  const cells = tables.reduce((sum, table) => sum + table.cells, 0)
  const bad = tables.reduce((sum, table) => sum + table.problems.length, 0)
  process.stderr.write(`${printTable('call', columns, rows)}\n${cells} cells, ${bad} of them not green\n`)
})

describe('every call to AWS, broken in every way', () => {
  it.each(flows)(
    'loses no job and starts no second recorder: $name',
    async (flow) => {
      const table = await tableOf({ stage, printed: printed.text }, flow, `f${flows.indexOf(flow)}`, isShort)
      tables.push(table)
      expect(table.problems).toEqual([])
    },
    300_000,
  )

  it('leaves out no operation that an adapter can ask for', async () => {
    const broken = new Set(tables.flatMap(({ operations }) => operations))
    const left = [...(await operationsOfAdapters())].filter((operation) => !broken.has(operation))
    expect(left.sort()).toEqual(
      [
        ...['CreateMultipartUpload', 'UploadPart'], // the recorder's alone
        ...['CreateTable', 'DescribeTimeToLive', 'UpdateTimeToLive'], // on an emulator without its table alone
      ].sort(),
    )
  })

  it('is more than a hundred cells', () => {
    expect(tables.reduce((sum, { cells }) => sum + cells, 0)).toBeGreaterThan(100)
  })
})
