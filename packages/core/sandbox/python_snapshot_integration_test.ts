import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openPythonSnapshot } from "./python_snapshot.ts"

const headBytes = 16
const block = 64 * 1024
/** What an interpreter would record: a head that says where the memory starts, and memory that is zero in places. */
const recorded = Buffer.alloc(headBytes + 5 * block + 100)
recorded.writeUInt32LE(headBytes, 4)
recorded.write("memory", headBytes + 10)
recorded.write("more", headBytes + 3 * block - 1)
recorded.write("end", headBytes + 5 * block + 90)

const temporary = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "flowglass-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

const records = () => {
  let count = 0
  const record = Effect.sync(() => {
    count++
    return recorded
  })
  return { record, count: () => count }
}

const name = "a.snapshot"
const segments: ReadonlyArray<readonly [number, number]> = [
  [0, block],
  [2 * block, 2 * block],
  [5 * block, 100]
]
const written = { headBytes, bytes: 5 * block + 100, segments }
const layout = { ...written, position: 52 + JSON.stringify(written).length }
const posix = process.platform !== "win32"

describe("openPythonSnapshot", () => {
  it.live("records once, and writes a file that only this user can read", () =>
    Effect.gen(function* () {
      const folder = join(yield* temporary, "one", "two")
      const { record, count } = records()
      for (let time = 0; time < 3; time++) {
        const opened = yield* openPythonSnapshot({ folders: [folder], name, record })
        assert.deepStrictEqual(opened?.layout, layout)
      }
      assert.strictEqual(count(), 1)
      assert.deepStrictEqual(readdirSync(folder), [name])
      const parts = segments.map(([at, length]) => recorded.subarray(headBytes + at, headBytes + at + length))
      const body = readFileSync(join(folder, name)).subarray(layout.position)
      assert.isTrue(body.equals(Buffer.concat([recorded.subarray(0, headBytes), ...parts])))
      if (!posix) return
      assert.strictEqual(statSync(join(folder, name)).mode & 0o777, 0o600)
      assert.strictEqual(statSync(folder).mode & 0o777, 0o700)
    }).pipe(Effect.scoped)
  )

  it.live("records again what is cut off, changed, longer, foreign, a folder, a link or open to others", () =>
    Effect.gen(function* () {
      const path = join(yield* temporary, name)
      const { record, count } = records()
      const open = openPythonSnapshot({ folders: [join(path, "..")], name, record })
      yield* open
      const whole = readFileSync(path)
      const changed = Buffer.from(whole)
      changed[whole.length - 1] = 2
      const resized = Buffer.from(whole)
      resized.write("9", whole.indexOf("65536"))
      const spoil: ReadonlyArray<readonly [how: string, spoil: () => void]> = [
        ["cut off", () => truncateSync(path, whole.length - 1)],
        ["empty", () => truncateSync(path, 0)],
        ["changed", () => writeFileSync(path, changed)],
        ["another size", () => writeFileSync(path, resized)],
        ["longer", () => writeFileSync(path, Buffer.concat([whole, Buffer.from("x")]))],
        ["foreign", () => writeFileSync(path, Buffer.alloc(whole.length, 7))],
        ...(posix ? ([["open to others", () => chmodSync(path, 0o622)]] as const) : [])
      ]
      let expected = 1
      for (const [how, act] of spoil) {
        act()
        assert.deepStrictEqual((yield* open)?.layout, layout, how)
        assert.strictEqual(count(), ++expected, how)
        assert.isTrue(readFileSync(path).equals(whole), how)
      }
    }).pipe(Effect.scoped)
  )

  it.live("follows no link and uses no folder that others can write into", () =>
    Effect.gen(function* () {
      if (!posix) return
      const folder = yield* temporary
      const [own, open, link] = ["own", "open", "link"].map((part) => join(folder, part))
      const { record } = records()
      const from = (...folders: ReadonlyArray<string | undefined>) =>
        openPythonSnapshot({ folders: folders.map(String), name, record })
      yield* from(own)
      mkdirSync(String(open))
      chmodSync(String(open), 0o777)
      writeFileSync(join(String(open), name), readFileSync(join(String(own), name)), { mode: 0o600 })
      symlinkSync(String(own), String(link))
      assert.isUndefined(yield* from(open, link))
      assert.deepStrictEqual((yield* from(open, link, own))?.layout, layout)
      const linked = join(folder, "linked")
      mkdirSync(linked, { mode: 0o700 })
      symlinkSync(join(String(own), name), join(linked, name))
      assert.deepStrictEqual((yield* from(linked))?.layout, layout)
      assert.isFalse(readdirSync(linked, { withFileTypes: true })[0]?.isSymbolicLink())
    }).pipe(Effect.scoped)
  )

  it.live("takes the next folder when one cannot be made, and none when all fail", () =>
    Effect.gen(function* () {
      const folder = yield* temporary
      writeFileSync(join(folder, "file"), "")
      const { record, count } = records()
      const broken = [join(folder, "file", "below"), "/proc/no/such"]
      assert.isUndefined(yield* openPythonSnapshot({ folders: broken, name, record }))
      assert.strictEqual(count(), 0)
      assert.isDefined(yield* openPythonSnapshot({ folders: [...broken, folder], name, record }))
      const failing = openPythonSnapshot({ folders: [join(folder, "other")], name, record: Effect.fail("no") })
      assert.isUndefined(yield* failing)
    }).pipe(Effect.scoped)
  )

  it.live("removes what other versions wrote more than a month ago, and nothing else", () =>
    Effect.gen(function* () {
      const folder = yield* temporary
      const old = ["b.snapshot", "c.snapshot.0195f3c2-0000-4000-8000-000000000000", "notes.txt"]
      for (const file of [...old, "d.snapshot"]) writeFileSync(join(folder, file), "x")
      for (const file of old) utimesSync(join(folder, file), 0, 0)
      yield* openPythonSnapshot({ folders: [folder], name, record: records().record })
      assert.deepStrictEqual(readdirSync(folder).sort(), [name, "d.snapshot", "notes.txt"])
    }).pipe(Effect.scoped)
  )

  it.live("lets several write at the same time: each finds a whole file", () =>
    Effect.gen(function* () {
      const folder = yield* temporary
      const { record } = records()
      const open = openPythonSnapshot({ folders: [folder], name, record })
      const opened = yield* Effect.all(
        Array.from({ length: 8 }, () => open),
        { concurrency: "unbounded" }
      )
      for (const snapshot of opened) assert.deepStrictEqual(snapshot?.layout, layout)
      assert.deepStrictEqual(readdirSync(folder), [name])
    }).pipe(Effect.scoped)
  )
})
