// Messages between this process and its host, over pipes: a kind (one byte), a length (four bytes), that many bytes.
import { readSync, writeSync } from "node:fs"

const input = 0
const output = 1
const headBytes = 5

const readExactly = (bytes) => {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(input, bytes, done, bytes.length - done, null)
    if (read === 0) return false
    done += read
  }
  return true
}

/** Waits for a message, which blocks this process; undefined when the host is gone. */
export const receiveFrame = () => {
  const head = Buffer.alloc(headBytes)
  if (!readExactly(head)) return undefined
  const body = Buffer.allocUnsafeSlow(head.readUInt32LE(1))
  return readExactly(body) ? { kind: String.fromCharCode(head[0] ?? 0), body } : undefined
}

/** Sends a message; returns when the host's pipe has all of it. */
export const sendFrame = (kind, ...parts) => {
  const head = Buffer.alloc(headBytes)
  head[0] = kind.charCodeAt(0)
  head.writeUInt32LE(
    parts.reduce((total, part) => total + part.length, 0),
    1
  )
  // In one piece, so that the host wakes up once.
  const bytes = Buffer.concat([head, ...parts])
  for (let done = 0; done < bytes.length; ) done += writeSync(output, bytes, done)
}
