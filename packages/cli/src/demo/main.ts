import { runProgram } from '../run-program.ts'
import { demo } from './demo-command.ts'

await runProgram(demo)
