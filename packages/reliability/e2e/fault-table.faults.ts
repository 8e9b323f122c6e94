import { whole } from '../src/table/choice.ts'
import { faultTable } from './fault-table.ts'

await faultTable(whole)
