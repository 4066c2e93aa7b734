import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { json, refusal } from "./fixtures/server_process.ts"
import { slowServer } from "./fixtures/slow_server.ts"
import { fixture } from "./fixtures/stored_run.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass setup "))
afterAll(() => rmSync(folder, { recursive: true }))

const place = (): string => mkdtempSync(join(folder, "a place "))

const keyOf = (cwd: string): string | undefined =>
  /^SECRET_KEY=(.+)$/m.exec(readFileSync(join(cwd, ".env"), "utf8"))?.[1]

describe("flowglass setup", () => {
  it("writes a fresh key that only its owner can read, and says so", async () => {
    const [one, other] = [place(), place()]
    const made = await runCommand(["setup"], { cwd: one })
    expect(made).toMatchObject({
      status: 0,
      stdout: "wrote .env with a SECRET_KEY, which only you can read\n",
      stderr: ""
    })
    expect(statSync(join(one, ".env")).mode & 0o777).toBe(0o600)
    await json(["setup"], { cwd: other })
    expect(keyOf(one)?.length).toBeGreaterThanOrEqual(32)
    expect(keyOf(one)).not.toBe(keyOf(other))
  })

  it("leaves a file as it is, also one that is empty, and says what it lacks", async () => {
    const cwd = place()
    writeFileSync(join(cwd, ".env"), "OPENAI_API_KEY=sk-mine\n")
    const { status, stdout, stderr } = await runCommand(["setup"], { cwd })
    expect([status, stdout]).toEqual([0, ".env is there already and stays as it is\n"])
    expect(stderr).toBe("It sets no SECRET_KEY, which DATABASE_URL needs.\n")
    expect(readFileSync(join(cwd, ".env"), "utf8")).toBe("OPENAI_API_KEY=sk-mine\n")
  })

  it("takes the key that a data folder has: no other opens its secrets", async () => {
    const cwd = place()
    mkdirSync(join(cwd, ".flowglass"))
    writeFileSync(join(cwd, ".flowglass", "secret_key"), "the key of this folder, which is long enough\n")
    await json(["setup"], { cwd })
    expect(keyOf(cwd)).toBe("the key of this folder, which is long enough")
  })

  it("hostile: writes through no link", async () => {
    const cwd = place()
    symlinkSync(join(cwd, "elsewhere"), join(cwd, ".env"))
    expect(await refusal(["setup"], { cwd })).toMatchObject([2, { code: "environment_file_unreadable" }])
    expect(existsSync(join(cwd, "elsewhere"))).toBe(false)
  })
})

describe(".env of the current folder", () => {
  it("is read by serve; a wrong value names its variable, and the environment wins", async () => {
    const cwd = place()
    const serve = (env: { readonly [name: string]: string } = {}) => refusal(["serve"], { cwd, env })
    for (const [line, name] of [
      ["SECRET_KEY=short", "SECRET_KEY"],
      ["DATABASE_URL=mysql://user:pass-word@db.test/x", "DATABASE_URL"],
      ["CONSOLE_WEB_URL=nonsense", "CONSOLE_WEB_URL"],
      ["CONSOLE_CORS_ALLOW_ORIGINS=*", "CONSOLE_CORS_ALLOW_ORIGINS"],
      ["ACCESS_TOKEN_EXPIRE_MINUTES=soon", "ACCESS_TOKEN_EXPIRE_MINUTES"],
      ["HTTP_BODY_LIMIT=-1", "HTTP_BODY_LIMIT"],
      [`INIT_PASSWORD=${"a".repeat(31)}`, "INIT_PASSWORD"],
      ["TRUSTED_PROXIES=0.5", "TRUSTED_PROXIES"]
    ] as const) {
      writeFileSync(join(cwd, ".env"), `${line}\n`)
      const [status, error] = await serve()
      expect([status, error]).toMatchObject([2, { code: "setting_invalid", message: expect.stringContaining(name) }])
      expect(JSON.stringify(error)).not.toContain("pass-word")
    }
    writeFileSync(join(cwd, ".env"), "DATABASE_URL=mysql://db.test/x\n")
    expect(await serve({ DATABASE_URL: "ftp://db.test" })).toMatchObject([2, { code: "setting_invalid" }])
    // A database that others reach needs a key that is set, and one that is not there is told as such.
    const url = { DATABASE_URL: "postgresql://user:pass-word@127.0.0.1:1/x" }
    expect(await serve(url)).toMatchObject([2, { message: expect.stringContaining("SECRET_KEY is not set") }])
    const reached = { ...url, SECRET_KEY: "a key with at least thirty-two characters" }
    expect(await refusal(["apps", "list"], { cwd, env: reached })).toMatchObject([35, { code: "store_unavailable" }])
    mkdirSync(join(cwd, "folder", ".env"), { recursive: true })
    expect(await refusal(["serve"], { cwd: join(cwd, "folder") })).toMatchObject([
      2,
      { code: "environment_file_unreadable" }
    ])
    expect(existsSync(join(cwd, ".flowglass"))).toBe(false)
  })

  it("is read by every command that needs it, and by no other", { timeout: 60_000 }, async () => {
    const cwd = place()
    const greet = fixture("greet.yml")
    expect((await runCommand(["doctor", greet], { cwd })).status).toBe(22)
    writeFileSync(join(cwd, ".env"), 'export OPENAI_API_KEY="sk-any" # mine\r\nFLOWGLASS_HOME=kept here\n')
    expect((await runCommand(["doctor", greet], { cwd })).status).toBe(0)
    const run = await runCommand(["run", greet, "--fill-inputs", "--mock-externals"], { cwd })
    expect(run).toMatchObject({ status: 0, stderr: "" })
    expect(readdirSync(cwd)).toEqual([".env", "kept here"])
    expect((await runCommand(["inspect", "last"], { cwd })).status).toBe(0)
    // One that cannot be read stands in the way of what needs it, and not of who looks up what to do.
    rmSync(join(cwd, ".env"))
    mkdirSync(join(cwd, ".env"))
    expect(await refusal(["run", greet], { cwd })).toMatchObject([2, { code: "environment_file_unreadable" }])
    for (const args of [["errors", "environment_file_unreadable"], ["--help"], ["openapi", "--output-dir", "api"]]) {
      expect(await runCommand(args, { cwd })).toMatchObject({ status: 0, stderr: "" })
    }
  })

  it("hostile: sends no key of the environment to an address of a file that lies in a folder", {
    timeout: 60_000
  }, async () => {
    const cwd = place()
    const thief = await slowServer()
    writeFileSync(join(cwd, ".env"), `OPENAI_BASE_URL=http://${thief.host}/v1\nFLOWGLASS_ALLOW_HOSTS=${thief.host}\n`)
    const run = ["run", fixture("greet.yml"), "--fill-inputs"]
    const env = { OPENAI_API_KEY: "sk-of-the-user" }
    expect(await refusal(run, { cwd, env })).toMatchObject([
      2,
      { code: "setting_invalid", message: expect.stringContaining("set both in one place") }
    ])
    // The environment can say that it means it.
    const doctor = ["doctor", fixture("greet.yml")]
    const both = { ...env, OPENAI_BASE_URL: `http://${thief.host}/v1` }
    expect((await runCommand(doctor, { cwd, env: both })).status).toBe(0)
    thief.close()
  })
})

describe("the key of a data folder", () => {
  it("hostile: one that was cut off signs nothing", { timeout: 60_000 }, async () => {
    const cwd = place()
    mkdirSync(join(cwd, ".flowglass"))
    for (const text of ["", "\n", "short"]) {
      writeFileSync(join(cwd, ".flowglass", "secret_key"), text)
      for (const args of [["serve", "--port", "0"], ["setup"]]) {
        const [status, error] = await refusal(args, { cwd })
        expect([status, error]).toMatchObject([
          35,
          { code: "data_folder_not_usable", message: expect.stringContaining("fewer than 32 characters") }
        ])
      }
    }
    expect(readdirSync(join(cwd, ".flowglass"))).toEqual(["secret_key"])
  })

  it("is for its owner only, and so is the database, whatever the folder allows", { timeout: 60_000 }, async () => {
    const cwd = place()
    mkdirSync(join(cwd, ".flowglass"), { mode: 0o755 })
    await json(["workspaces", "create", "Main", "--owner", "ann@b.test"], { cwd })
    const folder = join(cwd, ".flowglass")
    expect(readdirSync(folder)).toEqual(["database", "secret_key"])
    for (const name of ["database", "secret_key"]) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  })
})
