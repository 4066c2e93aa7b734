import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { Effect, Schema } from "effect"
import { CapabilityNotInstalled } from "../error/capability_errors.ts"
import { loadCapability } from "../error/load_capability.ts"

const version = "314.0.7"
const capability = { name: "Python code", packages: [`pyodide@${version}`] }

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** The optional package that is the interpreter: its folder and version. Its version is part of how it is locked in. */
export const pythonPackage: Effect.Effect<
  { readonly folder: string; readonly version: string },
  CapabilityNotInstalled
> = Effect.gen(function* () {
  const entry = yield* loadCapability(capability, () =>
    Promise.resolve().then(() => createRequire(import.meta.url).resolve("pyodide"))
  )
  const folder = dirname(entry)
  const text = yield* Effect.promise(() => readFile(join(folder, "package.json"), "utf8"))
  const manifest = yield* Effect.orDie(Schema.decodeEffect(Manifest)(text))
  if (manifest.version === version) return { folder, version }
  return yield* new CapabilityNotInstalled({
    message: `Python code needs pyodide ${version} and not ${manifest.version}. Run: npm install pyodide@${version}`
  })
})
