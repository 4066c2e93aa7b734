// `npm run lock`: adds to package-lock.json the packages for other platforms that the registry at hand does not have.
// npm leaves them out when it cannot find them, and then `npm ci` refuses the lock file on every machine. An entry made
// here has no integrity; a registry that has the package adds it.
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"]
const processors = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"]

/** The entry of a platform's package, whose name says the platform: `@scope/name-linux-x64-musl`. */
const entryOf = (name, version, parent) => {
  const words = name.split(/[-/]/)
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : undefined
  return {
    version,
    cpu: processors.filter((processor) => words.includes(processor)),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc }),
    ...(parent.license && { license: parent.license }),
    optional: true,
    os: systems.filter((system) => words.includes(system)),
    ...(parent.engines && { engines: parent.engines })
  }
}

const path = fileURLToPath(new URL("../package-lock.json", import.meta.url))
const lock = JSON.parse(readFileSync(path, "utf8"))
const missing = Object.entries(lock.packages).flatMap(([place, parent]) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name]) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${place}/node_modules/${name}`])
    .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, parent)])
)
const packages = [...Object.entries(lock.packages), ...missing].sort(([left], [right]) =>
  left.localeCompare(right, "en")
)
writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`)
console.log(`${missing.length} added to package-lock.json`)
