const swc = {
  swcrc: false,
  jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

// Three named kinds of test, told apart by their ending: *.test.ts needs nothing and takes milliseconds,
// *.integration.ts needs the local engine or a real binary, *.e2e.ts the whole local stack.
const kinds = { unit: 'test', integration: 'integration', e2e: 'e2e' }
const kind = process.env.TEST_KIND ?? 'unit'

export default {
  testEnvironment: 'node',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: [`<rootDir>/packages/*/{test,e2e}/**/*.${kinds[kind]}.ts`],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  testTimeout: kind === 'unit' ? 10_000 : 120_000,
}
