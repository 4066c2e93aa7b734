import { describe, expect, it } from "@effect/vitest"
import { canRun, installedNode, isSupported } from "./launch.mjs"

const typescript = new URL("file:///repository/packages/cli/main.ts")
const javascript = new URL("file:///node_modules/flowglass/main.js")

describe("launch", () => {
  it.each([
    ["20.20.2", false],
    ["22.9.0", false],
    ["22.18.9", false],
    ["22.19.0", true],
    ["22.100.0", true],
    ["23.0.0", true],
    ["24.21.0", true],
    ["100.0.0", true]
  ])("compares versions as numbers, not as text: %s", (version, supported) => {
    expect(isSupported(version)).toBe(supported)
  })

  it("wants a Node that strips types for TypeScript only", () => {
    const stripped = { version: "24.21.0", stripsTypes: false }
    expect(canRun(typescript, stripped)).toBe(false)
    expect(canRun(javascript, stripped)).toBe(true)
    expect(canRun(typescript, { version: "22.19.0", stripsTypes: true })).toBe(true)
    expect(canRun(javascript, { version: "20.20.2", stripsTypes: true })).toBe(false)
  })

  it("finds no Node for a platform that has no package", () => {
    expect(installedNode(import.meta.url, "plan9")).toBe(undefined)
  })
})
