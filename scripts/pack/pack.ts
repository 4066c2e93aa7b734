// `npm run pack [folder]`: compiles what the entries of the packages reach, and packs it into tarballs in folder/packages;
// folder is dist unless given.
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { isAbsolute, join, posix, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { isShipped } from "../check/source_project.ts"
import { type Manifest, packedManifest, promisedFiles } from "./packed_manifest.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = resolve(process.argv[2] ?? join(root, "dist"))
const names = ["core", "inspector", "http", "cli"]

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))

const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const run = (command: string, ...parameters: ReadonlyArray<string>) => {
  const windows = process.platform === "win32"
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: "inherit", shell: windows })
  if (status === 0) return
  fail(`${command} failed${error === undefined ? "" : `: ${error.message}`}`)
}

/**
 * Where the packages find each other's sources. Found through node_modules instead they may count as somebody else's,
 * which are not compiled: which way a file is found first depends on how busy the compiler's threads are.
 */
const sources = () =>
  names.flatMap((name) => {
    const manifest = manifestOf(name)
    return Object.entries(manifest.exports ?? {}).map(([subPath, target]) => [
      posix.join(manifest.name, subPath),
      [join(root, "packages", name, target)]
    ])
  })

/** The files of the program that the compiler read and did not write: it may take one of ours for somebody else's. */
const leftOut = (listed: ReadonlyArray<string>) =>
  listed
    .map((path) => relative(join(root, "packages"), path).replaceAll("\\", "/"))
    .filter((path) => /^[^./].*(?<!\.d)\.ts$/.test(path) && !path.includes("/node_modules/"))
    .filter((path) => !existsSync(join(folder, path.replace(/ts$/, "js"))))

/** Compiles the entries and everything they import, also on demand; tests and what only they use stay behind. */
const compile = () => {
  const entries = names.flatMap((name) =>
    [...Object.values(manifestOf(name).exports ?? {}), "./main.ts"].map((path) => join(root, "packages", name, path))
  )
  const configuration = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      noEmitOnError: true,
      listFiles: true,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      rootDir: join(root, "packages"),
      outDir: folder,
      paths: Object.fromEntries(sources()),
      typeRoots: [join(root, "node_modules", "@types")]
    },
    files: entries.filter((path) => path.endsWith(".ts") && existsSync(path)),
    include: [join(root, "packages/**/*.d.ts")],
    exclude: [join(root, "packages/**/node_modules")]
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration))
  const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")))
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [tsc, "-p", join(folder, "tsconfig.json")], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024
  })
  const lines = stdout?.split(/\r?\n/) ?? []
  const problems = lines.filter((line) => !isAbsolute(line)).join("\n")
  if (status !== 0) fail(`The packages do not compile.\n${problems}${stderr ?? ""}${error?.message ?? ""}`)
  const missing = leftOut(lines)
  if (missing.length > 0) fail(`The compiler left out ${missing.join(", ")}. Run npm run pack again.`)
}

/** Everything beside TypeScript that a package needs when it runs: workers, wasm, data, pages. */
const copyAssets = (name: string) => {
  for (const path of globSync(`packages/${name}/**/*.*`, {
    cwd: root,
    exclude: (part) => part.endsWith("node_modules")
  })) {
    const slashed = path.replaceAll("\\", "/")
    if (/\.ts$|\/(package|tsconfig)\.json$/.test(slashed) || !isShipped(slashed)) continue
    cpSync(join(root, path), join(folder, slashed.replace("packages/", "")), { recursive: true })
  }
  cpSync(join(root, "LICENSE"), join(folder, name, "LICENSE"))
  // Its own: that of the repository speaks of files that are not in the package.
  cpSync(join(root, "packages", name, "README.md"), join(folder, name, "README.md"))
}

const writeManifest = (name: string, versions: ReadonlyMap<string, string>) => {
  const manifest = packedManifest(manifestOf(name), versions, readdirSync(join(folder, name)))
  const missing = promisedFiles(manifest).filter(
    (file) => file !== "./package.json" && !existsSync(join(folder, name, file))
  )
  if (missing.length > 0) fail(`${manifest.name} promises what is not there: ${missing.join(", ")}`)
  writeFileSync(join(folder, name, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

const versions = new Map(names.map(manifestOf).map(({ name, version }) => [name, version]))
const tarballs = join(folder, "packages")
for (const name of [...names, "packages"]) rmSync(join(folder, name), { recursive: true, force: true })
mkdirSync(tarballs, { recursive: true })

compile()
for (const name of names) {
  copyAssets(name)
  writeManifest(name, versions)
}
run(
  "npm",
  "pack",
  "--ignore-scripts",
  "--silent",
  "--pack-destination",
  tarballs,
  ...names.map((name) => join(folder, name))
)
