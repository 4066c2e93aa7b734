import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { serverVersion } from "./response_headers.ts"

describe("serverVersion", () => {
  it("is the version of the package", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
    assert.deepInclude(manifest, { version: serverVersion })
  })
})
