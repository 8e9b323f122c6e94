/**
 * Whether a task that could not start may start later, by the reason that ECS gave. What names a missing image, a missing right
 * or a wrong setting stays as it is until somebody mends it. A reason that is known neither for one nor for the other is taken
 * for one that passes: attempts are few.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function mayStartLater(reason: string): boolean {
  return passing.some((pattern) => pattern.test(reason)) || !lasting.some((pattern) => pattern.test(reason))
}

const passing = [
  /capacity is unavailable/i,
  /timeout waiting for (network interface|ephemeral ?storage) provisioning/i,
  /toomanyrequests|rate exceeded|rate limit|throttl/i,
  /i\/o timeout|deadline exceeded|TLS handshake timeout|request canceled|connection (reset|refused)|unexpected EOF/i,
  /internal ?(server)? ?error|service ?unavailable|bad gateway|gateway time-?out/i,
]

const lasting = [/CannotPull/i, /CannotStart/i, /CannotCreate/i, /ResourceInitializationError/i, /unable to assume/i]
