// @ts-check
// Starts the program under a Node that can run it. Plain JavaScript that Node 20 understands: a host's own Node may be
// that old, and only npm scripts and npx find the Node 24 that npm installed beside Flowglass.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import * as module from "node:module"
import { constants, homedir } from "node:os"
import { dirname, join } from "node:path"
import { isatty } from "node:tty"
import { fileURLToPath } from "node:url"

/** Set in the second process to the id of the first, so that it knows whose end is its own end. */
const launcherVariable = "FLOWGLASS_LAUNCHER_PID"

/** What a Node can do: its version, and whether it runs TypeScript files. */
/** @typedef {{ readonly version: string, readonly stripsTypes: boolean }} NodeAbilities */

/** @type {NodeAbilities} */
const thisNode = {
  version: process.versions.node,
  stripsTypes: "typescript" in process.features && process.features.typescript !== false
}

/**
 * Whether a Node is at least 22.19: the oldest that strips types unasked and that `@effect/platform-node` supports.
 * @param {string} version
 */
export const isSupported = (version) => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > 22 || (major === 22 && minor >= 19)
}

/**
 * Whether a Node can run the target: a TypeScript file in the repository, JavaScript in the packed package.
 * @param {URL} target
 * @param {NodeAbilities} node
 */
export const canRun = (target, node) =>
  isSupported(node.version) && (node.stripsTypes || !target.pathname.endsWith(".ts"))

/**
 * The path of the Node that npm installed where the launcher finds its packages, or undefined.
 * @param {string | URL} launcher
 * @param {string} [platform]
 */
export const installedNode = (launcher, platform = process.platform) => {
  const windows = platform === "win32"
  const name = `node-${windows ? "win" : platform}-${process.arch}`
  const require = module.createRequire(launcher)
  try {
    const manifest = require.resolve(`${name}/package.json`)
    if (!isSupported(require(manifest).version)) return undefined
    const path = join(dirname(manifest), "bin", windows ? "node.exe" : "node")
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs the launcher again under another Node: same arguments, same terminal, same end.
 * @param {string} node
 * @param {string} launcher
 */
const runUnder = (node, launcher) => {
  const child = spawn(node, [...process.execArgv, fileURLToPath(launcher), ...process.argv.slice(2)], {
    // The channel carries no messages; it breaks when this process is killed, and the child then ends too.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [launcherVariable]: String(process.pid) }
  })
  const inTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor))
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends Ctrl-C and its own closing to both processes; a second one would look like impatience.
    if (!inTerminal || signal === "SIGTERM") child.kill(signal)
  }
  /** @type {ReadonlyArray<NodeJS.Signals>} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"]
  for (const signal of signals) process.on(signal, forward)
  child.on("error", (error) => refuse(`${node} does not start (${error.message})`))
  child.on("exit", (code, signal) => {
    for (const name of signals) process.off(name, forward)
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal]
    if (signal !== null) process.kill(process.pid, signal)
  })
}

/** @param {string} problem */
const refuse = (problem) => {
  process.stderr.write(
    `flowglass: ${problem}; Flowglass needs Node 22.19 or newer, so install one from https://nodejs.org and try again.\n`
  )
  process.exitCode = 2
}

/** Ends this process with the launcher that started it, which `kill -9` would otherwise leave behind. */
const endWithLauncher = () => {
  const started = process.env[launcherVariable] === String(process.ppid)
  delete process.env[launcherVariable]
  if (!started || process.channel === undefined) return
  process.channel?.unref()
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"))
}

/**
 * The program beside the launcher: `main.ts` in the repository, `main.js` in the packed package.
 * @param {string} launcher
 */
export const programBeside = (launcher) => {
  const source = new URL("./main.ts", launcher)
  return existsSync(source) ? source : new URL("./main.js", launcher)
}

/**
 * Keeps compiled modules, so that the next start is faster. Node's own place for them is a folder of everybody's, where
 * others could lay down what this user then runs; so they are kept in one of the user's own, or not at all.
 */
const keepCompiled = () => {
  const { NODE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env
  if (NODE_COMPILE_CACHE !== undefined || process.platform === "win32") return module.enableCompileCache?.()
  try {
    module.enableCompileCache?.(join(XDG_CACHE_HOME || join(homedir(), ".cache"), "flowglass", "node"))
  } catch {
    // A user without a home.
  }
}

/**
 * Imports the target here when this Node can run it, else starts the launcher again under the Node that npm installed.
 * Without one: a sentence on stderr and exit code 2. `SIGINT`, `SIGTERM`, `SIGHUP`, the exit code and a deadly signal
 * pass through; the module compile cache is on.
 * @param {string} launcher - `import.meta.url` of the file that was started
 * @param {URL} target - the program
 * @param {NodeAbilities} [node]
 */
export const launch = async (launcher, target, node = thisNode) => {
  if (canRun(target, node)) {
    endWithLauncher()
    keepCompiled()
    await import(target.href)
    return
  }
  const other = installedNode(launcher)
  if (other === undefined)
    refuse(`this is Node ${node.version}${isSupported(node.version) ? " without TypeScript" : ""}`)
  else runUnder(other, launcher)
}
