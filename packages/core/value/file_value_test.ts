import { describe, expect, it } from "@effect/vitest"
import { recordIdOf } from "./file_reference.ts"
import { FileValue } from "./file_value.ts"

const opaque = (record: unknown): string => `dify-file-ref:${Buffer.from(JSON.stringify(record)).toString("base64url")}`

describe("FileValue", () => {
  const file = new FileValue({
    id: "f1",
    type: "document",
    transfer_method: "local_file",
    reference: opaque({ record_id: "r1", storage_key: "k" }),
    filename: "a.pdf",
    extension: ".pdf",
    mime_type: "application/pdf",
    size: 12,
    bytes: new Uint8Array([1])
  })

  it.each([
    ["type", "document"],
    ["size", 12],
    ["name", "a.pdf"],
    ["mime_type", "application/pdf"],
    ["transfer_method", "local_file"],
    ["url", null],
    ["extension", ".pdf"],
    ["related_id", "r1"],
    ["bytes", undefined],
    ["constructor", undefined]
  ])("attribute %s is %s", (name, value) => {
    expect(file.attribute(name)).toBe(value)
  })

  it("is Dify's long form in JSON, with nulls for what is unknown and no bytes", () => {
    expect(
      new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/i" }).toJSON()
    ).toEqual({
      dify_model_identity: "__dify__file__",
      id: null,
      type: "image",
      transfer_method: "remote_url",
      remote_url: "https://a.test/i",
      reference: null,
      filename: null,
      extension: null,
      mime_type: null,
      size: -1,
      related_id: null,
      url: "https://a.test/i"
    })
    expect(Object.keys(file.toJSON())).not.toContain("bytes")
  })
})

describe("recordIdOf", () => {
  it.each([
    [undefined, undefined],
    [null, undefined],
    ["raw-id", "raw-id"],
    [opaque({ record_id: "r1" }), "r1"],
    [opaque({ record_id: 7 }), opaque({ record_id: 7 })],
    ["dify-file-ref:%%%", "dify-file-ref:%%%"],
    ["dify-file-ref:", "dify-file-ref:"]
  ])("%j is %j", (reference, id) => {
    expect(recordIdOf(reference)).toBe(id)
  })
})
