// The memory of a started interpreter in a file. The host has looked at the file and passes it on opened.
import { closeSync, readSync } from "node:fs"

const file = 3

const readAt = (position, view) => {
  for (let done = 0; done < view.length; ) {
    const read = readSync(file, view, done, view.length - done, position + done)
    if (read === 0) throw new Error("the snapshot is too short")
    done += read
  }
  return view
}

/** What `startInterpreter` needs of a snapshot: its head, and a way to read the memory to where it belongs. */
export const openSnapshot = ({ position, headBytes, memoryBytes, bytes }) => ({
  head: readAt(position, Buffer.allocUnsafeSlow(headBytes)),
  bytes,
  readInto: (memory) => {
    readAt(position + headBytes, memory.subarray(0, memoryBytes))
    memory.fill(0, memoryBytes)
    closeSync(file)
  }
})
