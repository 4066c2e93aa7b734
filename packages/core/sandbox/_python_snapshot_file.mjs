// The memory of a started interpreter in a file. The host has looked at the file and passes it on opened.
import { closeSync, readSync } from "node:fs"

const file = 3
const zeros = Buffer.alloc(64 * 1024)

const readAt = (position, view) => {
  for (let done = 0; done < view.length; ) {
    const read = readSync(file, view, done, view.length - done, position + done)
    if (read === 0) throw new Error("the snapshot is too short")
    done += read
  }
  return view
}

/** Fresh memory is zero nearly everywhere; what is zero already is not written, so that it takes no real memory. */
const clear = (memory, from, to) => {
  for (let at = from; at < to; at += zeros.length) {
    const part = memory.subarray(at, Math.min(at + zeros.length, to))
    if (zeros.compare(part, 0, part.length, 0, part.length) !== 0) part.fill(0)
  }
}

/** What `startInterpreter` needs of a snapshot: its head, and a way to read the memory to where it belongs. */
export const openSnapshot = ({ position, headBytes, bytes, segments }) => ({
  head: readAt(position, Buffer.allocUnsafeSlow(headBytes)),
  bytes,
  readInto: (memory) => {
    let next = position + headBytes
    let end = 0
    for (const [at, length] of segments) {
      clear(memory, end, at)
      readAt(next, memory.subarray(at, at + length))
      next += length
      end = at + length
    }
    clear(memory, end, memory.length)
    closeSync(file)
  }
})
