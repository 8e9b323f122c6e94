/** How the stack itself talks to the engine: directly, as the account's root. */
export function engineClientConfig(engineUrl: string) {
  return {
    endpoint: engineUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 5,
  }
}
