import type { Backfill } from '@chronicle/core'

/** How far a backfill is: `12,000 listed: 10,000 ready, 1,990 ordered, 10 refused`. What there is none of, but for these, is left out. */
export function describeBackfill({ listed, ready, ordered, refused, failed }: Backfill): string {
  const facts = [
    `${count(ready)} ready`,
    `${count(ordered)} ordered`,
    refused > 0 && `${count(refused)} refused`,
    failed > 0 && `${count(failed)} failed`,
  ]
  return `${count(listed)} listed: ${facts.filter(Boolean).join(', ')}`
}

const count = (objects: number) => objects.toLocaleString('en-US')
