import { provisionClone } from './clone.ts'
import { runStackProcess } from './stack/run-stack-process.ts'

await runStackProcess(provisionClone)
