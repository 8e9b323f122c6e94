const PACKET = 188
const SYNC = 0x47
const CLOCK = 90_000

/**
 * Reads, as MPEG-TS comes by, when each picture and sound in it is to be decoded: seconds of the stream's own clock, which goes
 * round every 26.5 hours. ffmpeg begins each of them in a packet of its own, with its whole header.
 * ISO/IEC 13818-1, 2.4.3.2 (packets) and 2.4.3.6 (the header of what they carry)
 */
export function createMediaTimes(onTime: (seconds: number) => void): (chunk: Uint8Array) => void {
  let rest: Uint8Array = new Uint8Array()
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let offset = 0
    for (; offset + PACKET <= bytes.length; offset += PACKET) {
      const time = timeIn(bytes.subarray(offset, offset + PACKET))
      if (time !== undefined) onTime(time)
    }
    rest = bytes.slice(offset)
  }
}

function timeIn(packet: Uint8Array): number | undefined {
  const [sync, begins = 0, , control = 0, adaptation = 0] = packet
  if (sync !== SYNC || (begins & 0x40) === 0 || (control & 0x10) === 0) return undefined
  const header = packet.subarray((control & 0x20) === 0 ? 4 : 5 + adaptation)
  const isMedia = header[0] === 0 && header[1] === 0 && header[2] === 1
  const times = isMedia ? (header[7] ?? 0) >> 6 : 0
  // Where it is shown at another time than it is decoded, both stand there, that of decoding last.
  return times === 0 ? undefined : timestamp(header.subarray(times === 3 ? 14 : 9))
}

/** 33 bits in five bytes, with a marker after the third, the 18th and the last of them. */
function timestamp([a = 0, b = 0, c = 0, d = 0, e = 0]: Uint8Array): number {
  return (((a >> 1) & 7) * 2 ** 30 + b * 2 ** 22 + (c >> 1) * 2 ** 15 + d * 2 ** 7 + (e >> 1)) / CLOCK
}

/** After so many seconds the clock begins again. */
export const CLOCK_ROUND = 2 ** 33 / CLOCK
