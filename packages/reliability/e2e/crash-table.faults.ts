import { whole } from '../src/table/choice.ts'
import { crashTable } from './crash-table.ts'

await crashTable(whole)
