import { startProvisionedEngine } from '@chronicle/local/testing'
import { describeProgram } from './program.ts'

describeProgram(startProvisionedEngine)
