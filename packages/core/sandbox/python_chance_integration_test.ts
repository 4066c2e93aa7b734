import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"

const folder = fileURLToPath(new URL(".", import.meta.url))
const program = `
import { fillWithChance } from ${JSON.stringify(new URL("./_python_chance.mjs", import.meta.url).href)}
const bytes = fillWithChance(new Uint8Array(200_000))
const different = (part) => new Set(part).size
const usesNode = process.moduleLoadList.includes("NativeModule internal/crypto/webcrypto")
console.log(JSON.stringify({ first: different(bytes.slice(0, 5_000)), last: different(bytes.slice(-5_000)), usesNode }))
`

/** How many different bytes there are at the start and at the end of 200,000, in a process with these permissions. */
const filled = (...permissions: ReadonlyArray<string>): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ["--permission", `--allow-fs-read=${folder}`, ...permissions, "--input-type=module", "--eval", program],
      { env: {}, encoding: "utf8" }
    )
  )

describe("fillWithChance", () => {
  it("fills everything from the system's file", { skip: process.platform === "win32" }, () => {
    assert.deepStrictEqual(filled("--allow-fs-read=/dev/urandom"), { first: 256, last: 256, usesNode: false })
  })

  it("fills everything where there is no such file", () => {
    assert.deepStrictEqual(filled(), { first: 256, last: 256, usesNode: true })
  })
})
