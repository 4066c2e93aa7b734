import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { extensionOfName, fileKindOf } from "./file_kind.ts"

describe("fileKindOf", () => {
  const kinds: ReadonlyArray<readonly [string | null, string | null, string]> = [
    [".jpg", null, "image"],
    ["SVG", null, "image"],
    [".webm", null, "video"],
    [".amr", null, "audio"],
    [".odt", null, "document"],
    [".properties", null, "document"],
    [".zip", null, "custom"],
    [".png", "application/pdf", "image"],
    [".bin", "image/heic", "image"],
    [null, "video/x-matroska", "video"],
    [null, "audio/ogg", "audio"],
    [null, "text/x-python; charset=utf-8", "document"],
    [null, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"],
    [null, "message/rfc822", "document"],
    [null, "application/json", "custom"],
    ["__proto__", "constructor", "custom"],
    [null, null, "custom"]
  ]

  it.each(kinds)("%s and %s are %s", (extension, mime, kind) => {
    assert.strictEqual(fileKindOf(extension, mime), kind)
  })
})

describe("extensionOfName", () => {
  const names: ReadonlyArray<readonly [string, string | null]> = [
    ["a.PDF", ".pdf"],
    ["a.tar.gz", ".gz"],
    [".env", null],
    ["a", null],
    ["a.b/c", null],
    ["", null]
  ]

  it.each(names)("of %s is %s", (name, extension) => {
    assert.strictEqual(extensionOfName(name), extension)
  })
})
