/** What must not be printed: the token in the URL of a world's streams, with the world's name in it to tell whose it is. */
export const secretOf = (worldId: string) => `secret-token-of-${worldId}-x`

/** The credentials of the functions. The local engine takes any; what its tasks get is its own to say. */
export const credentials = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'secret-key-of-the-functions-x',
  AWS_REGION: 'us-east-1',
} as const
