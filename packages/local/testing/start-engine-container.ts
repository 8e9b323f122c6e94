import { GenericContainer, Wait } from 'testcontainers'
import { engineImage } from './engine-image.ts'
import { makeStores, type ProvisionedEngine } from './start-provisioned-engine.ts'

const PORT = 4566

// Testcontainers' own reaper would be one more image to pull. Without it, what a killed test run leaves behind has the label
// org.testcontainers.
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'

/** What `startProvisionedEngine` gives, of the engine in a container instead of the one that set-up installed. */
export async function startEngineContainer(): Promise<ProvisionedEngine> {
  const container = await new GenericContainer(engineImage)
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp('/_localstack/health', PORT))
    .start()
  const url = `http://127.0.0.1:${container.getMappedPort(PORT)}`
  return { url, ...(await makeStores(url)), stop: async () => void (await container.stop()) }
}
