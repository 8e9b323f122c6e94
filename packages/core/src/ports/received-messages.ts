/** Messages of the queue that an invocation was given. Those that fail come back by themselves, after the queue's time. */
export interface ReceivedMessages {
  /**
   * Keeps a message from coming back for so many seconds from now, by the receipt handle that it came with. SQS allows twelve
   * hours from when it was received.
   */
  hide(receiptHandle: string, seconds: number): Promise<void>
}
