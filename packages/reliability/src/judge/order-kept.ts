import type { Delivery } from '../stage/journal.ts'
import type { Evidence } from './evidence.ts'

/** I3: within a group no message is done with before those that were sent before it. */
export function orderKept({ deliveries }: Evidence): string[] {
  return [...Map.groupBy(deliveries, groupOf)].flatMap(([group, ofGroup]) => overtaken(group, ofGroup))
}

const groupOf = ({ record }: Delivery) => record.attributes.MessageGroupId ?? ''
const placeOf = ({ record }: Delivery) => BigInt(record.attributes.SequenceNumber ?? 0)

function overtaken(group: string, deliveries: readonly Delivery[]): string[] {
  const done = new Set<bigint>()
  const places = [...new Set(deliveries.map(placeOf))]
  return deliveries.flatMap((delivery) => {
    const place = placeOf(delivery)
    if (!delivery.done || done.has(place)) return []
    done.add(place)
    const before = places.filter((other) => other < place && !done.has(other))
    return before.length > 0 ? `a message of group ${group} was done with before ${before.length} before it` : []
  })
}
