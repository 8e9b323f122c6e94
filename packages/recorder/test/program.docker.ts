import { engineImage, openDocker, sayLeftOut, startEngineContainer } from '@chronicle/local/testing'
import { describe } from '@jest/globals'
import { describeProgram } from './program.ts'

const docker = await openDocker(engineImage)
if (typeof docker === 'string') sayLeftOut(`the recorder on ${engineImage}`, docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe

withDocker(`on the image ${engineImage}`, () => describeProgram(startEngineContainer))
