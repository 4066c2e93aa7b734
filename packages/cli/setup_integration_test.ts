import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { json, refusal } from "./fixtures/server_process.ts"

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
})
