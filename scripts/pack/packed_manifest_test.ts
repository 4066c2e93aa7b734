import { describe, expect, it } from "@effect/vitest"
import { packedManifest, promisedFiles } from "./packed_manifest.ts"

const manifest = {
  name: "flowglass",
  version: "0.2.0",
  private: true,
  license: "Apache-2.0",
  bin: { flowglass: "./flowglass.mjs" },
  exports: { ".": "./mod.ts", "./node": "./node/mod.ts", "./worker": "./worker.mjs" },
  dependencies: { "@flowglass/core": "0.1.0", yaml: "2.9.1" },
  peerDependencies: { effect: "~4.1.0" },
  devDependencies: { effect: "4.1.0" },
  scripts: { postinstall: "curl evil" }
}
const versions = new Map([["@flowglass/core", "0.2.0"]])

describe("packedManifest", () => {
  it("points at compiled files and pins the Flowglass packages to their version", () => {
    expect(packedManifest(manifest, versions, ["mod.js", "LICENSE"])).toEqual({
      name: "flowglass",
      version: "0.2.0",
      license: "Apache-2.0",
      bin: { flowglass: "./flowglass.mjs" },
      exports: {
        ".": { types: "./mod.d.ts", default: "./mod.js" },
        "./node": { types: "./node/mod.d.ts", default: "./node/mod.js" },
        "./worker": "./worker.mjs",
        "./package.json": "./package.json"
      },
      dependencies: { "@flowglass/core": "0.2.0", yaml: "2.9.1" },
      peerDependencies: { effect: "~4.1.0" },
      files: ["LICENSE", "mod.js"]
    })
  })

  it("puts types first, because the first condition that fits wins", () => {
    const { exports } = packedManifest(manifest, versions, [])
    expect(Object.keys(Object(exports?.["."]))).toEqual(["types", "default"])
  })
})

describe("promisedFiles", () => {
  it("are entries with their types, and commands", () => {
    expect(promisedFiles(packedManifest(manifest, versions, []))).toEqual([
      "./mod.d.ts",
      "./mod.js",
      "./node/mod.d.ts",
      "./node/mod.js",
      "./worker.mjs",
      "./package.json",
      "./flowglass.mjs"
    ])
  })
})
