import { describe, expect, it } from "@effect/vitest"
import { isPlain, quickly } from "./quick_resolve.mjs"

const own = import.meta.url
const inPackage = (path: string): string => `file:///somewhere/node_modules/${path}`

describe("quick resolution", () => {
  it("answers for files of Flowglass and Effect", () => {
    expect(quickly("./main.ts", own)).toMatchObject({
      url: new URL("./main.ts", own).href,
      format: "module-typescript"
    })
    expect(quickly("../Effect.js", inPackage("effect/dist/cli/Command.js"))).toMatchObject({
      url: inPackage("effect/dist/Effect.js"),
      format: "module"
    })
    expect(isPlain(inPackage("flowglass/main.js"))).toBe(true)
    expect(isPlain(inPackage("@flowglass/core/mod.js"))).toBe(true)
  })

  it.each([
    ["packages by name", "effect", own],
    ["modules of Node", "node:fs", own],
    ["data", "./package.json", own],
    ["workers", "./launch.mjs", own],
    ["other packages", "./lib/index.js", inPackage("undici/index.js")],
    ["packages of packages", "./x.js", inPackage("@effect/platform-node/node_modules/undici/index.js")],
    ["packages that look alike", "./x.js", inPackage("effect-like/index.js")],
    ["the first module", "./main.ts", undefined],
    ["node types of the user", "./helper.ts", "file:///home/ada/nodes.ts"]
  ])("leaves %s to Node", (_, specifier, parent) => {
    expect(quickly(specifier, parent)).toBe(undefined)
  })
})
