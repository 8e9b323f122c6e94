const swc = {
  swcrc: false,
  jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

// Six named kinds of test, told apart by their ending: *.test.ts needs nothing and takes milliseconds, *.integration.ts
// needs the local engine or a real binary, *.e2e.ts the whole local stack, *.docker.ts a Docker engine, *.terraform.ts
// Terraform and its provider, *.faults.ts breaks the local stack call by call and takes many minutes.
const kinds = {
  unit: 'test',
  integration: 'integration',
  e2e: 'e2e',
  docker: 'docker',
  terraform: 'terraform',
  faults: 'faults',
}
const kind = process.env.TEST_KIND ?? 'unit'

export default {
  testEnvironment: 'node',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: [`<rootDir>/packages/*/{test,e2e}/**/*.${kinds[kind]}.ts`],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  testTimeout: {
    unit: 10_000,
    integration: 120_000,
    e2e: 120_000,
    docker: 120_000,
    terraform: 600_000,
    faults: 300_000,
  }[kind],
}
