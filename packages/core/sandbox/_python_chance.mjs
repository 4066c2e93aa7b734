// Chance for Python, from the system.
import { openSync, readSync } from "node:fs"

/** Node's own chance takes ten milliseconds to load; reading this file takes none. */
const open = () => {
  try {
    return openSync("/dev/urandom")
  } catch {
    return undefined // A system without that file.
  }
}
const file = open()
/** What Node gives at once. */
const mostBytes = 65_536

/** Fills bytes with chance that is fit for secrets, and gives them back. */
export const fillWithChance = (bytes) => {
  for (let done = 0; done < bytes.length; ) {
    const part = bytes.subarray(done, done + mostBytes)
    const filled = file === undefined ? crypto.getRandomValues(part).length : readSync(file, part)
    if (filled === 0) throw new Error("the system gave no chance")
    done += filled
  }
  return bytes
}
