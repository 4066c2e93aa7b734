import { assert, describe, it } from "@effect/vitest"
import { encodeMultipart } from "./_multipart.ts"

describe("encodeMultipart", () => {
  it("the same parts are the same bytes, so that every attempt sends the same", () => {
    const parts = [{ kind: "text", name: "a", value: "ü" }] as const
    assert.deepStrictEqual(encodeMultipart(parts), encodeMultipart(parts))
    const { type, bytes } = encodeMultipart(parts)
    const boundary = type.split("boundary=")[1] ?? ""
    assert.strictEqual(
      Buffer.from(bytes).toString(),
      `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nü\r\n--${boundary}--\r\n`
    )
  })

  it("a content that holds another body's boundary does not end its part", () => {
    const inner = encodeMultipart([{ kind: "text", name: "a", value: "x" }])
    const outer = encodeMultipart([{ kind: "text", name: "a", value: Buffer.from(inner.bytes).toString() }])
    assert.notInclude(Buffer.from(inner.bytes).toString(), outer.type.split("boundary=")[1] ?? "")
  })

  it("names and types with quotes and line breaks add no header", () => {
    const { bytes } = encodeMultipart([
      { kind: "file", name: 'n"\r\nX: 1', filename: 'f"\r\nX: 2', type: "a/b\r\nX: 3", bytes: new Uint8Array() }
    ])
    const text = Buffer.from(bytes).toString()
    assert.notMatch(text, /^X:/m)
    assert.include(text, 'name="n%22%0D%0AX: 1"; filename="f%22%0D%0AX: 2"')
    assert.include(text, "Content-Type: application/octet-stream")
  })
})
