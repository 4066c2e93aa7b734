import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { FileValue } from "../value/file_value.ts"
import { readInputOf as read, inputVariable as variable } from "./_test_input.ts"
import { readFiles } from "./start_inputs.ts"

describe("files among the inputs of a run", () => {
  const fileOf = (mapping: object, rules: object = {}) => {
    const file = read(variable("file", rules), mapping)
    return file instanceof FileValue ? file.attributes : file
  }

  it("makes a file of a URL, its type told by its name", () => {
    assert.deepInclude(fileOf({ transfer_method: "remote_url", url: "https://a.test/b%20c.PDF?x=1" }), {
      type: "document",
      transfer_method: "remote_url",
      remote_url: "https://a.test/b%20c.PDF?x=1",
      filename: "b c.PDF",
      extension: ".pdf",
      mime_type: "application/pdf",
      size: -1
    })
  })

  it("makes a file of bytes at hand", () => {
    const bytes = new Uint8Array([1, 2, 3])
    assert.deepInclude(fileOf({ transfer_method: "local_file", bytes, filename: "a.png" }), {
      type: "image",
      size: 3,
      bytes
    })
  })

  it("believes the type of the mapping", () => {
    assert.deepInclude(fileOf({ transfer_method: "remote_url", url: "https://a.test/b.png", type: "custom" }), {
      type: "custom"
    })
  })

  it("keeps the reference of an uploaded file", () => {
    const upload_file_id = "0195f3c2-0000-7000-8000-000000000000"
    assert.deepInclude(fileOf({ transfer_method: "local_file", upload_file_id, name: "a.txt" }), {
      reference: upload_file_id,
      type: "document"
    })
  })

  const pdf = { transfer_method: "remote_url", url: "https://a.test/a.pdf" }
  const zip = { transfer_method: "remote_url", url: "https://a.test/a.zip" }
  const png = { transfer_method: "remote_url", url: "https://a.test/a.png" }
  const rules: ReadonlyArray<readonly [string, object, object, boolean]> = [
    ["an allowed type", pdf, { allowed_file_types: ["document"] }, true],
    ["another type", pdf, { allowed_file_types: ["image"] }, false],
    ["any type where none is listed", zip, {}, true],
    [
      "a custom file with an allowed extension",
      zip,
      { allowed_file_types: ["custom"], allowed_file_extensions: ["ZIP"] },
      true
    ],
    [
      "an unlisted type as custom file",
      pdf,
      { allowed_file_types: ["custom"], allowed_file_extensions: [".pdf"] },
      true
    ],
    [
      "a custom file with another extension",
      zip,
      { allowed_file_types: ["custom"], allowed_file_extensions: [".tar"] },
      false
    ],
    [
      "a custom file where no extension is allowed",
      zip,
      { allowed_file_types: ["custom"], allowed_file_extensions: [] },
      false
    ],
    ["a custom file where extensions do not matter", zip, { allowed_file_types: ["custom"] }, true],
    ["another upload method", pdf, { allowed_file_upload_methods: ["local_file"] }, false],
    ["an image by another upload method", png, { allowed_file_upload_methods: ["local_file"] }, true]
  ]

  it.each(rules)("judges %s", (_, mapping, rule, allowed) => {
    const name = "url" in mapping ? String(mapping.url).slice("https://a.test/".length) : ""
    const answer = fileOf(mapping, rule)
    if (allowed) assert.isObject(answer)
    else assert.strictEqual(answer, `input_file_not_allowed: File validation failed for file: ${name}`)
  })

  it("reads lists, leaving out entries that say nowhere where the file is", () => {
    const files = read(variable("file-list"), [
      pdf,
      { type: "image" },
      { transfer_method: "remote_url" },
      new FileValue({ type: "image", transfer_method: "tool_file" })
    ])
    assert.deepStrictEqual(Array.isArray(files) ? files.map((file) => file.attributes.type) : files, [
      "document",
      "image"
    ])
  })

  it("reads the files of a message, all problems at once", () => {
    assert.deepStrictEqual(Result.getOrThrow(readFiles([])), [])
    const lost = [{}, { transfer_method: "" }, { transfer_method: "remote_url" }]
    assert.deepStrictEqual(Result.getOrThrow(readFiles(lost)), [])
    const error = Result.getOrThrow(Result.flip(readFiles([pdf, { transfer_method: "local_file" }, 5])))
    assert.strictEqual(error.code, "inputs_invalid")
    assert.match(error.message, /^2 inputs are wrong: Invalid upload file id; The file mapping is wrong/)
    for (const given of ["a.pdf", { 0: pdf }, 5]) {
      assert.strictEqual(Result.getOrThrow(Result.flip(readFiles(given))).code, "input_type_mismatch")
    }
  })
})
