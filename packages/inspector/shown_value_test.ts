import { describe, expect, it } from "@effect/vitest"
import { FileValue, float, type OutputDeclaration, objectFrom } from "@flowglass/core"
import { shownValue } from "./shown_value.ts"

const declared = (type: OutputDeclaration["type"], item?: OutputDeclaration["item"]): OutputDeclaration => ({
  name: "x",
  type,
  required: true,
  ...(item === undefined ? {} : { item })
})
const remote = new FileValue({
  type: "document",
  transfer_method: "remote_url",
  remote_url: "https://a.test/b.pdf",
  filename: "b.pdf",
  bytes: new Uint8Array([1, 2, 3])
})
const stored = new FileValue({ type: "image", transfer_method: "tool_file", reference: "dify-file-ref:e30=" })

describe("shownValue", () => {
  it("gives a declared file a preview_url, and never its bytes", () => {
    expect(shownValue(remote, declared("file"))).toEqual({
      ...remote.toJSON(),
      preview_url: "https://a.test/b.pdf"
    })
    expect(shownValue(stored, declared("file"))).toMatchObject({ preview_url: null })
    expect(JSON.stringify(shownValue(remote, declared("file")))).not.toContain("bytes")
  })

  it("gives each item of a declared array of files one, if all items are files", () => {
    expect(shownValue([remote, stored], declared("array", "file"))).toMatchObject([
      { preview_url: "https://a.test/b.pdf" },
      { preview_url: null }
    ])
    expect(shownValue([], declared("array", "file"))).toEqual([])
    expect(JSON.stringify(shownValue([remote, "text"], declared("array", "file")))).not.toContain("preview_url")
  })

  it("takes mappings that stand for files as Dify does", () => {
    const reference = { transfer_method: "local_file", reference: "dify-file-ref:e30=" }
    expect(shownValue(reference, declared("file"))).toEqual({ ...reference, preview_url: null })
    const address = { transfer_method: "remote_url", url: "https://a.test/x" }
    expect(shownValue(address, declared("file"))).toEqual({ ...address, preview_url: "https://a.test/x" })
    for (const other of [
      { transfer_method: "remote_url", url: "" },
      { transfer_method: "tool_file", reference: "" },
      { reference: "dify-file-ref:e30=" },
      { transfer_method: 1, reference: "dify-file-ref:e30=" }
    ]) {
      expect(shownValue(other, declared("file"))).toEqual(other)
    }
  })

  it("leaves files elsewhere without one: inferred outputs, objects, arrays of other items", () => {
    for (const declaration of [undefined, declared("object"), declared("array", "object"), declared("array")]) {
      expect(JSON.stringify(shownValue([{ file: remote }], declaration))).not.toContain("preview_url")
      expect(shownValue(remote, declaration)).toEqual(remote.toJSON())
    }
  })

  it("shows floats as numbers and big integers with all digits", () => {
    expect(shownValue([float(1), 2n ** 70n], undefined)).toEqual([1, 2n ** 70n])
  })

  it("a file mapping with a name __proto__ stays data", () => {
    const mapping = objectFrom([
      ["transfer_method", "tool_file"],
      ["reference", "r"],
      ["__proto__", { polluted: true }]
    ])
    const shown = shownValue(mapping, declared("file"))
    expect(Object.keys(shown ?? {})).toEqual(["transfer_method", "reference", "__proto__", "preview_url"])
    expect(Reflect.get({}, "polluted")).toBeUndefined()
  })
})
