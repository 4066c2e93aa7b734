import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import { assert } from "vitest"
import { StartVariable } from "../node/start/start_variable.ts"
import { FileValue } from "../value/file_value.ts"
import { loadInputFiles } from "./load_input_files.ts"
import { validateInputs } from "./start_inputs.ts"

const variable = (name: string, type: string) => Schema.decodeUnknownSync(StartVariable)({ variable: name, type })

const variables = [variable("one", "file"), variable("many", "file-list"), variable("object", "json_object")]

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "flowglass-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true }))
)

describe("loadInputFiles", () => {
  it.live("reads the files that file inputs name, and nothing else", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* Effect.promise(() => writeFile(join(path, "note.txt"), "hello"))
      const inputs = {
        one: { path: "note.txt" },
        many: [{ path: "note.txt", type: "custom" }],
        object: { path: "note.txt" }
      }
      const loaded = yield* loadInputFiles(variables, inputs, { folder: path })
      const values = Result.getOrThrow(validateInputs(variables, loaded))
      const { one, many, object } = values
      assert.instanceOf(one, FileValue)
      assert.deepInclude(one.attributes, {
        type: "document",
        transfer_method: "local_file",
        filename: "note.txt",
        size: 5
      })
      assert.deepStrictEqual(Buffer.from(one.attributes.bytes ?? []).toString(), "hello")
      assert.deepStrictEqual(Array.isArray(many) ? many.length : many, 1)
      assert.deepStrictEqual({ ...(typeof object === "object" ? object : {}) }, { path: "note.txt" })
    })
  )

  it.live("reports every file that cannot be read, and refuses folders, devices and large files", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* Effect.promise(() => writeFile(join(path, "large.bin"), new Uint8Array(11)))
      const many = [{ path: "gone.txt" }, { path: "." }, { path: "/dev/zero" }, { path: "large.bin" }, { path: "a\0b" }]
      const error = yield* Effect.flip(loadInputFiles(variables, { many }, { folder: path, maximumSize: 10 }))
      assert.strictEqual(error.code, "inputs_invalid")
      assert.strictEqual(
        error.message,
        "5 inputs are wrong: The file gone.txt cannot be read: there is no such file; The file . cannot be read: it is a folder; " +
          "The file /dev/zero cannot be read: it is no ordinary file; The file large.bin cannot be read: it is larger than 10 bytes; " +
          "The file a\0b cannot be read: its name is no file name"
      )
    })
  )
})
