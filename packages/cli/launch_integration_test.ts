import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { installedNode, isSupported } from "./launch.mjs"

const launched = fileURLToPath(new URL("./fixtures/launched.mjs", import.meta.url))
const folder = realpathSync(mkdtempSync(join(tmpdir(), "flow glass ")))
afterAll(() => rmSync(folder, { recursive: true }))

/** A host's Node that is really too old, where there is one. */
const oldNode = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((path) => join(path, "node"))
  .find(
    (path) =>
      existsSync(path) && !isSupported(execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" }))
  )

const pretending = { ...process.env, PRETEND_NODE: "20.20.2" }
const run = (...parameters: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [launched, ...parameters], {
    env: pretending,
    encoding: "utf8",
    cwd: folder,
    input: "ping"
  })

const start = async (verb: string) => {
  const child = spawn(process.execPath, [launched, verb], { env: pretending, stdio: ["ignore", "pipe", "inherit"] })
  const [told] = await once(child.stdout, "data")
  return { child, program: JSON.parse(String(told)) }
}

const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
  child.kill(signal)
  return once(child, "exit")
}

describe.skipIf(installedNode(import.meta.url) === undefined)("a Node that is too old", () => {
  it("runs the program under the installed Node, in the same folder, with the same arguments", () => {
    const { status, stdout, stderr } = run("tell", "a b", "--flag=$HOME", "")
    expect(stderr).toBe("")
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      cwd: folder,
      arguments: ["tell", "a b", "--flag=$HOME", ""],
      compileCache: true,
      marked: false
    })
    expect(isSupported(JSON.parse(stdout).node)).toBe(true)
  })

  it("keeps compiled modules where this user alone writes, not where Node does", () => {
    const [cache, shared] = [join(folder, "cache"), join(folder, "shared")]
    const { status } = spawnSync(process.execPath, [launched, "exit", "0"], {
      env: { ...pretending, NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: cache, TMPDIR: shared },
      cwd: folder
    })
    expect([status, existsSync(join(cache, "flowglass", "node")), existsSync(shared)]).toEqual([0, true, false])
  })

  it("passes stdin on", () => {
    expect(run("echo").stdout).toBe("ping")
  })

  it.each([0, 1, 2, 33, 255])("passes exit code %d on", (code) => {
    expect(run("exit", String(code))).toMatchObject({ status: code, signal: null })
  })

  it.each(["SIGTERM", "SIGKILL", "SIGINT", "SIGABRT"] as const)("dies of %s as the program did", (signal) => {
    expect(run("die", signal)).toMatchObject({ status: null, signal })
  })

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on once and waits for the program", async (signal) => {
    const { child } = await start("drain")
    expect(await end(child, signal)).toEqual([41, null])
  })

  it("leaves nothing behind when it is killed", async () => {
    const { child, program } = await start("wait")
    expect(program.pid).not.toBe(child.pid)
    child.kill("SIGKILL")
    // The program holds the other end of this pipe for as long as it lives.
    await once(child.stdout.resume(), "end")
  })

  it("is found through a symlink from another folder", () => {
    const link = join(folder, "flowglass")
    symlinkSync(launched, link)
    const { stdout } = spawnSync(process.execPath, [link, "tell"], { env: pretending, encoding: "utf8", cwd: "/" })
    expect(JSON.parse(stdout)).toMatchObject({ cwd: "/", arguments: ["tell"] })
  })

  it.skipIf(oldNode === undefined)("is what the host really has", () => {
    const { stdout, status } = spawnSync(oldNode ?? "", [launched, "tell"], { encoding: "utf8" })
    expect(status).toBe(0)
    expect(isSupported(JSON.parse(stdout).node)).toBe(true)
  })
})

it("says one sentence and ends with 2 where no other Node is installed", () => {
  const copy = join(folder, "no node")
  cpSync(fileURLToPath(new URL("./fixtures", import.meta.url)), join(copy, "fixtures"), { recursive: true })
  cpSync(fileURLToPath(new URL("./launch.mjs", import.meta.url)), join(copy, "launch.mjs"))
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, "fixtures", "launched.mjs"), "tell"], {
    env: pretending,
    encoding: "utf8"
  })
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
  expect(stderr).toMatch(/^flowglass: this is Node 20\.20\.2; Flowglass needs Node 22\.19 or newer[^\n]*\n$/)
})

it("does not start a second process when the first will do", async () => {
  const child = spawn(process.execPath, [launched, "tell"], { stdio: ["ignore", "pipe", "inherit"] })
  const [told] = await once(child.stdout, "data")
  expect(JSON.parse(String(told)).pid).toBe(child.pid)
})

it("tells of an installed Node that cannot start", () => {
  const copy = join(folder, "broken node")
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`
  const binary = join(copy, "node_modules", name, "bin", "node")
  cpSync(fileURLToPath(new URL("./fixtures", import.meta.url)), join(copy, "fixtures"), { recursive: true })
  cpSync(fileURLToPath(new URL("./launch.mjs", import.meta.url)), join(copy, "launch.mjs"))
  cpSync(fileURLToPath(new URL("./launch.mjs", import.meta.url)), binary)
  writeFileSync(join(copy, "node_modules", name, "package.json"), JSON.stringify({ name, version: "24.21.0" }))
  chmodSync(binary, 0o644)
  const { status, stderr } = spawnSync(process.execPath, [join(copy, "fixtures", "launched.mjs"), "tell"], {
    env: pretending,
    encoding: "utf8"
  })
  expect(status).toBe(2)
  expect(stderr).toContain(`${binary} does not start (`)
})
