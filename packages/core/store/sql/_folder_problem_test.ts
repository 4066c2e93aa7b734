import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { folderProblem } from "./_folder_problem.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass problem "))
afterAll(() => rmSync(folder, { recursive: true }))

describe("what keeps a database from using its folder", () => {
  it("is nothing where it may read and write, whether or not there is a database", () => {
    assert.isUndefined(folderProblem(folder))
    mkdirSync(join(folder, "global"))
    writeFileSync(join(folder, "global", "pg_control"), "")
    assert.isUndefined(folderProblem(folder))
  })

  it("is told where there is none, a file in its place, or no room", () => {
    assert.strictEqual(folderProblem(join(folder, "nowhere")), "it cannot be made")
    assert.strictEqual(folderProblem(join(folder, "global", "pg_control")), "it is no folder")
    // The system's own files have no room for anything.
    assert.strictEqual(folderProblem("/proc/self/task"), "no space is left on the device")
  })
})
