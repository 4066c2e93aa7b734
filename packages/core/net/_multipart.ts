import { createHash } from "node:crypto"
import type { MultipartPart } from "./outbound_request.ts"

/** A body together with its content type. */
export interface CodedBody {
  readonly type: string
  readonly bytes: Uint8Array
}

// A name with a line break or quote must not become a header of its own.
const escapeName = (name: string): string => name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

const contentOf = (part: MultipartPart): Buffer => Buffer.from(part.kind === "text" ? part.value : part.bytes)

const typeOf = (type: string): string => (/^[\x21-\x7e ]+$/.test(type) ? type : "application/octet-stream")

const headOf = (part: MultipartPart): string => {
  const disposition = `Content-Disposition: form-data; name="${escapeName(part.name)}"`
  return part.kind === "text"
    ? `${disposition}\r\n\r\n`
    : `${disposition}; filename="${escapeName(part.filename)}"\r\nContent-Type: ${typeOf(part.type)}\r\n\r\n`
}

/**
 * The bytes of a `multipart/form-data` body. The boundary is a hash of the contents: no content can hold it, and every
 * attempt sends the same bytes.
 */
export const encodeMultipart = (parts: ReadonlyArray<MultipartPart>): CodedBody => {
  const contents = parts.map((part) => ({ head: headOf(part), content: contentOf(part) }))
  const hash = createHash("sha256")
  for (const { head, content } of contents) hash.update(head).update(content).update("\0")
  const boundary = `flowglass-${hash.digest("hex").slice(0, 40)}`
  const pieces = contents.flatMap(({ head, content }) => [
    Buffer.from(`--${boundary}\r\n${head}`),
    content,
    Buffer.from("\r\n")
  ])
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
  }
}
