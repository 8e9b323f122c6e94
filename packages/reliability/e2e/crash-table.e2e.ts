import { short } from '../src/table/choice.ts'
import { crashTable } from './crash-table.ts'

await crashTable(short)
