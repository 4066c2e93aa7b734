import { Context } from "effect"

let pool = new Uint8Array(0)
let used = 0

/** Ten random bytes; drawn in blocks, because one system call per run would be most of its cost. */
const randomBytes = (): Uint8Array => {
  if (used + 10 > pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(10 * 256))
    used = 0
  }
  used += 10
  return pool.subarray(used - 10, used)
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

/** A UUID of version 7: ordered by the millisecond it was made in. */
export const uuidAt = (milliseconds: number, random: Uint8Array): string => {
  const time = Math.floor(milliseconds).toString(16).padStart(12, "0")
  const byte = (index: number): string => hex[random[index] ?? 0] ?? "00"
  const version = hex[((random[0] ?? 0) & 0x0f) | 0x70] ?? "70"
  const variant = hex[((random[2] ?? 0) & 0x3f) | 0x80] ?? "80"
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}${byte(1)}-${variant}${byte(3)}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`
}

/** A new id: a UUID of version 7 with fresh random bytes. */
export const uuidV7 = (milliseconds: number): string => uuidAt(milliseconds, randomBytes())

/** How run ids are made; replace it to make them predictable. The argument is the time in milliseconds. */
export const RunIds = Context.Reference<(milliseconds: number) => string>("@flowglass/core/run/RunIds", {
  defaultValue: () => uuidV7
})
