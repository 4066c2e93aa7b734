/** A message of a guest process: a kind (one character) and bytes. */
export interface Frame {
  readonly kind: string
  readonly body: Buffer
}

const headBytes = 5

/** The bytes of a message for a guest process. */
export const frameBytes = (kind: string, body: Buffer): ReadonlyArray<Buffer> => {
  const head = Buffer.alloc(headBytes)
  head.write(kind, 0, "latin1")
  head.writeUInt32LE(body.length, 1)
  return [head, body]
}

/**
 * Reads the messages of a guest process from the chunks of a pipe. A message longer than `most()` bytes is not waited
 * for: `refuse` is called instead, and nothing more is read.
 */
export const makeFrameReader = (options: {
  readonly most: () => number
  readonly take: (frame: Frame) => void
  readonly refuse: () => void
}): ((chunk: Buffer) => void) => {
  let chunks: Array<Buffer> = []
  let waiting = 0
  let needed = headBytes
  let refused = false

  const next = (): boolean => {
    if (waiting < needed) return false
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    const total = headBytes + bytes.readUInt32LE(1)
    if (total - headBytes > options.most()) {
      refused = true
      chunks = []
      options.refuse()
      return false
    }
    if (bytes.length < total) {
      chunks = [bytes]
      needed = total
      return false
    }
    const rest = bytes.subarray(total)
    chunks = rest.length === 0 ? [] : [rest]
    waiting = rest.length
    needed = headBytes
    options.take({ kind: bytes.toString("latin1", 0, 1), body: bytes.subarray(headBytes, total) })
    return !refused
  }

  return (chunk) => {
    if (refused) return
    chunks.push(chunk)
    waiting += chunk.length
    while (next());
  }
}
