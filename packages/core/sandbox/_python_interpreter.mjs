// CPython compiled to WebAssembly (the package pyodide), started without the process, files and network around it.
import { readFileSync, readSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { setFlagsFromString } from "node:v8"
import { BoundaryCrossed, makeBoundary } from "./_python_boundary.mjs"
import { limitFiles } from "./_python_files.mjs"

const path = "/.flowglass"
const modules = ["python_refusals", "python_event_loop", "python_run_code", "python_prepare"]
const pageBytes = 64 * 1024

/** Pyodide asks its shell for the rest of what a shell has; this is all there is. */
const prepareShell = (folder) => {
  delete globalThis.process
  globalThis.read = () => {
    throw new Error("no files")
  }
  globalThis.readbuffer = (file) => readFileSync(join(folder, file.slice(file.lastIndexOf("/") + 1))).buffer
  globalThis.load = globalThis.read
  globalThis.os = {
    // Its only use is `head -c<bytes> /dev/urandom | base64`.
    system: (_shell, [, command]) =>
      Buffer.from(crypto.getRandomValues(new Uint8Array(Number(/-c(\d+)/.exec(command)?.[1])))).toString("base64")
  }
}

/** Waits at most a twentieth of a second; Python asks again, and between two waits it can be stopped. */
const pause = (milliseconds) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(milliseconds, 50))

const replacing = (beat) => (name, original) => {
  if (name === "__syscall_poll")
    return (files, count, timeout) => {
      if (count > 0 || timeout <= 0) return original(files, count, timeout)
      beat()
      pause(timeout)
      return 0
    }
  return name === "_Py_CheckEmscriptenSignals_Helper" ? () => beat() ?? 0 : undefined
}

/**
 * Starts an interpreter from the package in `folder`: from the memory in `snapshot`, or, which takes much longer, from
 * nothing, and then it can write its memory down if it was `recorded`. `beat` is called again and again while Python
 * runs, `print` with the bytes of what it prints.
 */
export const startInterpreter = async ({ folder, snapshot, recorded, beat, print }) => {
  // Checking functions when they are first called instead of all 13,000 at once saves a tenth of the start.
  setFlagsFromString("--wasm-lazy-validation")
  prepareShell(folder)
  const moduleAt = (name) => import(pathToFileURL(join(folder, name)).href)
  const [{ loadPyodide }, { default: createModule }] = await Promise.all(
    ["pyodide.mjs", "pyodide.asm.mjs"].map(moduleAt)
  )
  const boundary = makeBoundary(replacing(beat))
  const { instantiate } = WebAssembly
  let memory
  WebAssembly.instantiate = async (source, imports) => {
    if (imports?.env === undefined) return await instantiate(source, imports)
    boundary.guard(imports.env)
    const made = await instantiate(source, imports)
    memory = made.instance.exports.memory
    return made
  }
  const createRestored = async (settings) => {
    const module = await createModule(settings)
    if (snapshot !== undefined) {
      const missing = snapshot.memory.length - memory.buffer.byteLength
      if (missing > 0) module._emscripten_resize_heap(snapshot.memory.length)
      readAll(snapshot.file, module.HEAPU8.subarray(0, snapshot.memory.length), snapshot.memory.position)
    }
    return module
  }
  const python = await loadPyodide({
    indexURL: `${folder}/`,
    createPyodideModule: createRestored,
    env: { HOME: "/home/user", TZ: "UTC" },
    jsglobals: {},
    lockFileContents: { info: { version: "", platform: "", arch: "", abi_version: "", python: "" }, packages: {} },
    packageBaseUrl: "/",
    stdin: () => null,
    stdout: () => undefined,
    stderr: () => undefined,
    ...(snapshot === undefined ? { _makeSnapshot: recorded } : { _loadSnapshot: snapshot.head })
  })
  WebAssembly.instantiate = instantiate
  return python
}
