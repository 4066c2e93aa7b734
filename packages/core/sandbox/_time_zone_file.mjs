// Time zones in the form in which Python reads them: TZif files (RFC 8536), version 2.
import { timeZone } from "./_time_zone.mjs"

/** The counts of a part: two kinds of marks and leap seconds, which are not used, then changes, kinds and characters. */
const headOf = (changes, kinds, characters) => {
  const bytes = Buffer.alloc(44)
  bytes.write("TZif2")
  bytes.writeUInt32BE(changes, 32)
  bytes.writeUInt32BE(kinds, 36)
  bytes.writeUInt32BE(characters, 40)
  return bytes
}

/** The first part is for readers of 32 bits; it says UTC. */
const firstPart = Buffer.concat([headOf(0, 1, 1), Buffer.alloc(7)])

/** The bytes of a zone's file. Throws when there is no such zone. */
export const timeZoneFile = (zone) => {
  const [start, ...changes] = timeZone(zone)
  const kinds = new Map()
  let names = ""
  const indexOf = ({ offset, name, isSummer }) => {
    const key = `${offset} ${name} ${isSummer}`
    if (!kinds.has(key)) {
      const bytes = Buffer.alloc(6)
      bytes.writeInt32BE(offset, 0)
      bytes[4] = isSummer ? 1 : 0
      bytes[5] = names.length
      names += `${name}\0`
      kinds.set(key, { index: kinds.size, bytes })
    }
    return kinds.get(key).index
  }
  indexOf(start)
  const indices = Buffer.from(changes.map(indexOf))
  const times = Buffer.alloc(8 * changes.length)
  for (const [index, { time }] of changes.entries()) times.writeBigInt64BE(BigInt(time), 8 * index)
  const head = headOf(changes.length, kinds.size, names.length)
  const kindBytes = [...kinds.values()].map(({ bytes }) => bytes)
  return Buffer.concat([firstPart, head, times, indices, ...kindBytes, Buffer.from(names), Buffer.from("\n\n")])
}
