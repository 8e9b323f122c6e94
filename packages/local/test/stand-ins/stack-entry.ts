import { writeFile } from 'node:fs/promises'
import { CreateClusterCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { createAws } from '../../src/provision/aws.ts'
import { runStackProcess } from '../../src/stack/run-stack-process.ts'

// The least that a task needs. The file tells which process provisioned.
await runStackProcess(async (stack, { recorderImage }) => {
  const { ecs } = createAws(stack.url)
  await ecs.send(new CreateClusterCommand({ clusterName: 'cluster' }))
  const containerDefinitions = [{ name: 'main', image: recorderImage, stopTimeout: 2 }]
  await ecs.send(new RegisterTaskDefinitionCommand({ family: 'recorder', networkMode: 'bridge', containerDefinitions }))
  await writeFile(`${stack.stateFolder}/provisioned-by-${process.pid}`, '')
})
