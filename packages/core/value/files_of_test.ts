import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { filesOf, isFileList } from "./files_of.ts"

const file = new FileValue({ type: "image", transfer_method: "local_file" })

describe("filesOf", () => {
  it("takes a file and a list of nothing but files", () => {
    expect(filesOf(file)).toEqual([file])
    expect(filesOf([file, file])).toEqual([file, file])
    expect(filesOf([])).toEqual([])
    expect(isFileList([])).toBe(true)
  })

  it("takes nothing from anything else, nor from an object that looks like a file", () => {
    for (const value of [null, "x", [file, "x"], { file }, file.toJSON(), [[file]]]) {
      expect(filesOf(value)).toEqual([])
      expect(isFileList(value)).toBe(false)
    }
  })
})
