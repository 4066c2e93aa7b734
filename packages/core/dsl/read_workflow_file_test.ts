import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { assert } from "vitest"
import { testRegistry } from "./_test_registry.ts"
import { maximumFileSize } from "./maximum_file_size.ts"
import { readWorkflowFile } from "./read_workflow_file.ts"

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "flowglass-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true }))
)

const text = "nodes:\n- {id: s, data: {type: start, title: Grüße}}\n"

/** Writes a file and reads it as a workflow. */
const readWritten = Effect.fnUntraced(function* (content: string | Uint8Array) {
  const path = join(yield* folder, "my app.yml")
  yield* Effect.promise(() => writeFile(path, content))
  return yield* readWorkflowFile(path, testRegistry)
})

describe("readWorkflowFile", () => {
  const encodings: ReadonlyArray<readonly [string, Uint8Array]> = [
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 with a mark", Buffer.from(`\ufeff${text}`, "utf16le")]
  ]

  it.live.each(encodings)("reads %s", ([, bytes]) =>
    Effect.gen(function* () {
      const { document, problems } = yield* readWritten(bytes)
      assert.deepStrictEqual(problems, [])
      assert.deepStrictEqual([document.name, document.nodes[0]?.title], ["my app", "Grüße"])
    })
  )

  it.live("says what is wrong with a path", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const cases: ReadonlyArray<readonly [string, string]> = [
        [join(path, "gone.yml"), "there is no such file"],
        [path, "it is a folder"],
        ["/dev/zero", "it is no ordinary file"],
        ["a\0b", "its name is no file name"],
        [join(path, "x".repeat(5000)), "its name is too long"]
      ]
      for (const [place, reason] of cases) {
        const error = yield* Effect.flip(readWorkflowFile(place, testRegistry))
        assert.deepStrictEqual(
          [error.code, error.message],
          ["dsl_file_unreadable", `${place} cannot be read: ${reason}`]
        )
      }
    })
  )

  it.live("refuses bytes that are no text", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readWritten(new Uint8Array([0x61, 0x3a, 0x20, 0xff])))
      assert.strictEqual(error.code, "dsl_file_unreadable")
      assert.match(error.message, /its bytes are no text in UTF-8$/)
    })
  )

  it.live("refuses a file of more than 10 MB", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readWritten(new Uint8Array(maximumFileSize + 1)))
      assert.strictEqual(error.code, "dsl_file_too_large")
    })
  )
})
