import { expect, it } from "@effect/vitest"
import manifest from "./package.json" with { type: "json" }
import { flowglassVersion } from "./version.ts"

it("is that of the package", () => {
  expect(flowglassVersion).toBe(manifest.version)
})
