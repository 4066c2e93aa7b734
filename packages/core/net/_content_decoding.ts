import { pipeline, type Readable, type Transform } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from "node:zlib"

const maximumCodings = 5

const decoderOf = (coding: string, first: number): Transform | undefined => {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip()
    case "deflate":
      // Some servers send raw deflate under this name; the zlib form starts with compression method 8.
      return (first & 0x0f) === 8 ? createInflate() : createInflateRaw()
    case "br":
      return createBrotliDecompress()
    case "zstd":
      return createZstdDecompress()
    default:
      return undefined
  }
}

/** The codings of a `content-encoding` header, in the order they were applied; `identity` left out. */
export const codingsOf = (header: string): ReadonlyArray<string> =>
  header
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity")

/**
 * The readable with its codings undone, last applied first. What is unknown here, and everything below it, stays as it
 * is. `first` is the first byte of the body. Undefined when there are more codings than any honest server uses.
 */
export const decoded = (body: Readable, codings: ReadonlyArray<string>, first: number): Readable | undefined => {
  if (codings.length > maximumCodings) return undefined
  let readable = body
  for (const coding of codings.toReversed()) {
    const decoder = decoderOf(coding, readable === body ? first : 8)
    if (decoder === undefined) return readable
    // Errors of either side destroy both; the reader of the decoder sees them.
    readable = pipeline(readable, decoder, () => {})
  }
  return readable
}
