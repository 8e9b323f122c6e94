import type { Clock, JobQueue } from '@chronicle/core'

/** A message of the queue. `receives` is how often it was received, with the current time. */
export type Message = {
  readonly messageId: string
  readonly groupId: string
  readonly body: string
  readonly isBell: boolean
  receives: number
}

const DEDUPLICATION_MS = 5 * 60_000
/** As Terraform sets it: `maxReceiveCount`. */
const MOST_RECEIVES = 5

/**
 * An SQS FIFO queue: of each group only the first message can be received, until it is deleted; a deduplication id counts for
 * five minutes. What a test does not deliver waits, so that it decides how late, how often and in which order.
 */
export function createSimulatedQueue(clock: Clock) {
  let messages: Message[] = []
  const dead: Message[] = []
  let sent = 0
  const seen = new Map<string, number>()
  const append = (groupId: string, body: string, isBell: boolean) => {
    sent += 1
    const message: Message = { messageId: `message-${sent}`, groupId, body, isBell, receives: 0 }
    messages.push(message)
    return message
  }
  const ring: JobQueue['ring'] = async (jobId, sendSeq) => {
    const id = `${jobId}-${sendSeq}`
    const now = clock.now().getTime()
    const last = seen.get(id)
    if (last !== undefined && Math.abs(now - last) < DEDUPLICATION_MS) return
    seen.set(id, now)
    append(jobId, JSON.stringify({ jobId }), true)
  }
  return {
    port: { ring } satisfies JobQueue,
    /** What somebody else sends. */
    send: (body: string, groupId: string) => append(groupId, body, false),
    /** The messages that can be received now. */
    receivable: (): readonly Message[] =>
      messages.filter((message) => messages.find(({ groupId }) => groupId === message.groupId) === message),
    delete: (message: Message) => {
      messages = messages.filter((other) => other !== message)
    },
    /** What became of a message that was received and not done with: it comes back, or is a dead letter now. */
    giveBack: (message: Message) => {
      if (message.receives < MOST_RECEIVES || !messages.includes(message)) return
      messages = messages.filter((other) => other !== message)
      dead.push(message)
    },
    /** The dead letters, and their deletion. */
    dead: dead as readonly Message[],
    bury: (message: Message) => {
      if (dead.includes(message)) dead.splice(dead.indexOf(message), 1)
    },
    size: () => messages.length,
  }
}
export type SimulatedQueue = ReturnType<typeof createSimulatedQueue>
