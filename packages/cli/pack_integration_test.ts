import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { examplesOfMarkdown } from "../../scripts/doc_examples/extract_examples.ts"

const repository = fileURLToPath(new URL("../..", import.meta.url))
const fixtures = fileURLToPath(new URL("./fixtures/packed", import.meta.url))
const root = mkdtempSync(join(tmpdir(), "packed flowglass "))
const folder = join(root, "an app")

/** Each program is a TypeScript file as a user writes it, with what it prints beside it. */
const programs = globSync("*_program.ts", { cwd: fixtures })

/** The programs of a README, as they stand there. */
const programsOf = (readme: string): ReadonlyArray<string> =>
  examplesOfMarkdown(readme, readFileSync(join(repository, readme), "utf8")).map(({ text }) => text.trimStart())

const packages = ["core", "inspector", "http", "cli"]

/** The environment without proxies: npm tests run behind ones that lead nowhere, and npm believes them. */
const withoutProxies = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)))

const run = (command: string, parameters: ReadonlyArray<string>, env = process.env): SpawnSyncReturns<string> =>
  spawnSync(command, parameters, { cwd: folder, env, encoding: "utf8", shell: process.platform === "win32" })

const said = ({ status, stdout, stderr, error }: SpawnSyncReturns<string>) => ({
  status,
  output: `${stdout}${stderr}${error?.message ?? ""}`
})

const install = (tarballs: ReadonlyArray<string>) => {
  const parameters = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...tarballs]
  const first = run("npm", [...parameters, "--fetch-retries=0"], withoutProxies)
  return first.status === 0 ? first : run("npm", parameters)
}

const typeCheck = (module: string, moduleResolution: string) => {
  const compilerOptions = {
    module,
    moduleResolution,
    // No `lib`: effect's own declarations need the DOM's, which are part of the default.
    target: "esnext",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    types: ["node"],
    typeRoots: [join(repository, "node_modules", "@types")]
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }))
  return said(run(process.execPath, [join(repository, "node_modules", "typescript", "bin", "tsc"), "-p", folder]))
}

beforeAll(() => {
  mkdirSync(folder)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  for (const file of globSync("*", { cwd: fixtures })) copyFileSync(join(fixtures, file), join(folder, file))
  mkdirSync(join(folder, "examples"))
  copyFileSync(join(repository, "examples", "greet.yml"), join(folder, "examples", "greet.yml"))
  const packed = run(process.execPath, [join(repository, "scripts", "pack", "pack.ts"), join(root, "dist")])
  expect(said(packed)).toMatchObject({ status: 0, output: expect.stringContaining(".tgz") })
  const tarballs = globSync("dist/packages/*.tgz", { cwd: root }).map((path) => join(root, path))
  expect(tarballs).toHaveLength(4)
  expect(said(install(tarballs))).toMatchObject({ status: 0 })
}, 300_000)
afterAll(() => rmSync(root, { recursive: true }), 60_000)

describe("the packed packages, installed in an empty folder", () => {
  it("bring no TypeScript that Node would refuse below node_modules", () => {
    const sources = globSync("node_modules/{flowglass,@flowglass/*}/**/*.ts", { cwd: folder })
    expect(sources.filter((path) => !path.endsWith(".d.ts"))).toEqual([])
    expect(sources).not.toEqual([])
  })

  it("hold every file that their files import, however busy the compiler was", () => {
    const missing = globSync("node_modules/{flowglass,@flowglass/*}/**/*.{js,d.ts}", { cwd: folder }).flatMap(
      (path) => {
        const text = readFileSync(join(folder, path), "utf8")
        const imported = [...text.matchAll(/(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)"/g)].map(([, file = ""]) => file)
        return imported
          .map((file) => join(path, "..", path.endsWith(".d.ts") ? file.replace(/(?<!\.d)\.ts$/, ".d.ts") : file))
          .filter((file) => !existsSync(join(folder, file)))
      }
    )
    expect(missing).toEqual([])
  })

  it.each(programs)("run %s", (program) => {
    const { status, stdout, stderr } = run(process.execPath, [program])
    const printed = readFileSync(join(fixtures, `${basename(program, ".ts")}.txt`), "utf8")
    expect(`${stdout}${stderr}`).toBe(printed)
    expect(status).toBe(0)
  })

  it("run both programs of the README as they stand there", () => {
    const readme = programsOf("README.md").filter((text) => text.includes("examples/greet.yml"))
    const printed = readme.map((text, index) => {
      writeFileSync(join(folder, `readme_${index}.ts`), text)
      const { status, stdout, stderr } = run(process.execPath, [`readme_${index}.ts`])
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(stdout).toMatch(/^run_started undefined\nnode_started start\n/)
      return stdout.trimEnd().split("\n").at(-1)
    })
    expect(printed).toEqual(["404 Output 'txt' is not declared on node 'greeter'.", "Hello Ada"])
  })

  it.each(packages)("have a README of their own: %s", (name) => {
    const installed = join(folder, "node_modules", name === "cli" ? "flowglass" : `@flowglass/${name}`, "README.md")
    const text = readFileSync(installed, "utf8")
    expect(text).toBe(readFileSync(join(repository, "packages", name, "README.md"), "utf8"))
    expect(text).toMatch(/\nnpm install \S/)
    // Links into a repository lead nowhere from here.
    expect(text).not.toMatch(/\]\((?!https:)/)
    const [program, ...others] = programsOf(`packages/${name}/README.md`)
    expect(others).toEqual([])
    writeFileSync(join(folder, `readme_${name}.ts`), program ?? "")
    expect(said(run(process.execPath, [`readme_${name}.ts`]))).toEqual({ status: 0, output: "" })
  })

  it.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"]
  ])("type-check without skipLibCheck under module %s, resolution %s", (module, resolution) => {
    // The one error shows that errors are found; all else is right.
    writeFileSync(join(folder, "wrong.ts"), 'import { noSuchName } from "@flowglass/core"\nnoSuchName()\n')
    expect(typeCheck(module, resolution).output).toMatch(/^wrong\.ts\(1,10\): error TS2305: [^\n]+\n$/)
  })

  it("have a command", () => {
    const command = join(folder, "node_modules", ".bin", "flowglass")
    expect(said(run(command, ["--version"]))).toMatchObject({ status: 0, output: expect.stringContaining("0.1.0") })
  })

  it("serve the example app, and let commands ask the server", { timeout: 120_000 }, async () => {
    const command = join(folder, "node_modules", "flowglass", "flowglass.mjs")
    const served = spawn(process.execPath, [command, "serve", "--example", "--port", "0", "--json"], { cwd: folder })
    const ended = once(served, "close")
    const [first] = await once(served.stdout, "data")
    expect(JSON.parse(String(first))).toMatchObject({ new: true, example: { status: "succeeded" } })
    const inspected = run(process.execPath, [command, "inspect", "last", "greeter", "text"])
    expect(said(inspected)).toEqual({ status: 0, output: "Hello Ada, enjoy the warm day!\n" })
    served.kill("SIGINT")
    expect(await ended).toEqual([0, null])
  })
})
