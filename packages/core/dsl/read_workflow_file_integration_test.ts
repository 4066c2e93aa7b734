import { execFileSync } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { assert } from "vitest"
import { testRegistry } from "./_test_registry.ts"
import { readWorkflowFile } from "./read_workflow_file.ts"

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "flowglass-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true }))
)

describe("readWorkflowFile on a pipe", () => {
  it.live("does not wait for a pipe that nobody writes into", () =>
    Effect.gen(function* () {
      const path = join(yield* folder, "pipe.yml")
      yield* Effect.sync(() => execFileSync("mkfifo", [path]))
      const error = yield* Effect.flip(readWorkflowFile(path, testRegistry))
      assert.strictEqual(error.message, `${path} cannot be read: it is no ordinary file`)
    })
  )
})
