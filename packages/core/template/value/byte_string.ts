import { type Cursor, TemplateObject } from "./template_value.ts"

const escapes: Record<number, string> = { 9: "\\t", 10: "\\n", 13: "\\r", 39: "\\'", 92: "\\\\" }

const byteText = (byte: number): string =>
  escapes[byte] ?? (byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte))

/** Python's bytes, as `encode()` returns them. */
export class ByteString extends TemplateObject {
  readonly typeName = "bytes"
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    super()
    this.bytes = bytes
  }

  override repr(): string {
    return `b'${Array.from(this.bytes, byteText).join("")}'`
  }

  override truthy(): boolean {
    return this.bytes.length > 0
  }

  override size(): number {
    return this.bytes.length
  }

  override cursor(): Cursor {
    let index = 0
    return () => this.bytes[index++]
  }
}
