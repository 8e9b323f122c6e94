const SECONDS_A_DAY = 86_400

/** When DynamoDB may delete the row of a job that ended `now`: epoch seconds, a Number, as its time to live wants it. */
export function ttlAt(now: Date, ttlDays: number): number {
  return Math.floor(now.getTime() / 1000) + ttlDays * SECONDS_A_DAY
}
