// CPython compiled to WebAssembly (the package pyodide), started without the process, files and network around it.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { setFlagsFromString } from "node:v8"
import { BoundaryCrossed, makeBoundary } from "./_python_boundary.mjs"
import { fillWithChance } from "./_python_chance.mjs"
import { makeDevices } from "./_python_devices.mjs"
import { limitFiles } from "./_python_files.mjs"
import { limitMemory } from "./_python_memory.mjs"

const exchange = "/.flowglass"
const guestModules = ["refusals", "event_loop", "run_code", "time_zones", "prepare", "preload"].map(
  (name) => `python_${name}`
)

/** Pyodide sees a bare shell of JavaScript: no process, no modules, and of its package two files. */
const prepareShell = (folder) => {
  delete globalThis.process
  const ignore = () => undefined
  globalThis.console = { log: ignore, warn: ignore, error: ignore }
  globalThis.read = ignore
  globalThis.load = ignore
  // The other file, of WebAssembly, is compiled before Pyodide asks for it.
  globalThis.readbuffer = (file) =>
    file.endsWith("/python_stdlib.zip") ? readFileSync(join(folder, "python_stdlib.zip")).buffer : new ArrayBuffer(0)
  globalThis.os = {
    // A shell without chance of its own is asked for `head -c<bytes> /dev/urandom | base64`.
    system: (_shell, [, command]) =>
      fillWithChance(Buffer.alloc(Number(/-c(\d+)/.exec(command)?.[1]))).toString("base64")
  }
}

/**
 * What Python gets in place of some functions. `beat` is called again and again while it runs; chance goes straight into
 * the memory that `bytesAt` gives, each program is seeded with it.
 */
const replacing = (beat, bytesAt) => {
  const signals = () => {
    beat()
    return 0
  }
  const chance = (at, length) => {
    fillWithChance(bytesAt(at >>> 0, length >>> 0))
    return 0
  }
  const own = new Map([
    ["_Py_CheckEmscriptenSignals_Helper", signals],
    ["random_get", chance]
  ])
  return (name) => own.get(name)
}

const prepareGuest = (python, recorded) => {
  const folder = "/lib/python3.14/site-packages"
  for (const name of guestModules) {
    const source = readFileSync(new URL(`./guest/${name}.py`, import.meta.url))
    python.FS.writeFile(`${folder}/${name}.py`, source)
  }
  python.runPython(recorded ? "import python_prepare, python_preload" : "import python_prepare")
  for (const name of guestModules) python.FS.unlink(`${folder}/${name}.py`)
}

const load = async (folder, options) => {
  const moduleAt = (name) => import(pathToFileURL(join(folder, name)).href)
  const [{ loadPyodide }, { default: createModule }] = await Promise.all(
    ["pyodide.mjs", "pyodide.asm.mjs"].map(moduleAt)
  )
  const { info } = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"))
  return loadPyodide({
    indexURL: `${folder}/`,
    createPyodideModule: async (settings) => options.restore(await createModule(settings)),
    env: { HOME: "/home/user", TZ: "UTC" },
    jsglobals: {},
    lockFileContents: { info, packages: {} },
    packageBaseUrl: "/",
    stdin: () => null,
    stdout: () => undefined,
    stderr: () => undefined,
    ...options.start
  })
}

const endingOf = (error, isFull) => {
  if (error instanceof BoundaryCrossed) return { kind: "crossed", message: error.message }
  if (error instanceof RangeError) return { kind: "overflow", message: "" }
  return { kind: isFull ? "memory" : "broken", message: error instanceof Error ? error.message.slice(0, 500) : "" }
}

/**
 * Starts an interpreter from the package in `folder`: from the memory of a `snapshot`, or, which takes much longer, from
 * nothing; then its memory can be written down when it is `recorded`. `beat` is called again and again while Python
 * runs, `print` with the bytes that it prints.
 */
export const startInterpreter = async ({ folder, snapshot, recorded = false, beat, print }) => {
  // Functions are checked when they are first called and not all 13,000 at once.
  setFlagsFromString("--wasm-lazy-validation")
  const compiled = WebAssembly.compile(readFileSync(join(folder, "pyodide.asm.wasm")))
  prepareShell(folder)
  let exported
  const boundary = makeBoundary(replacing(beat, (at, length) => new Uint8Array(exported.buffer, at, length)))
  const { instantiate } = WebAssembly
  let memory
  WebAssembly.instantiate = async (source, imports) => {
    if (imports?.env === undefined) return instantiate(source, imports)
    boundary.guard(imports.env)
    const module = await compiled
    const instance = await instantiate(module, imports)
    exported = instance.exports.memory
    memory = limitMemory(exported)
    return { instance, module }
  }
  const python = await load(folder, {
    start: snapshot === undefined ? { _makeSnapshot: recorded } : { _loadSnapshot: snapshot.head },
    restore: (module) => {
      if (snapshot !== undefined) {
        if (snapshot.bytes > memory.used()) module._emscripten_resize_heap(snapshot.bytes)
        snapshot.readInto(module.HEAPU8)
      }
      return module
    }
  })
  if (snapshot === undefined) prepareGuest(python, recorded)
  const { FS: files, _module: module } = python
  python.setStdout({ write: print })
  python.setStderr({ write: print })
  python.setInterruptBuffer([0])
  const serve = module.stringToNewUTF8('__import__("python_prepare").serve()')
  makeDevices(files, beat)
  const fileLimit = limitFiles(files)
  const record = () => python.makeMemorySnapshot()
  const close = () => {
    python.runPython("import python_prepare; python_prepare.start()")
    for (const name of ["read", "readbuffer", "load"]) delete globalThis[name]
    boundary.close()
  }
  const startedWith = memory.used()

  /** Runs the program of a request; the answer is what Python wrote, or how it died and that it can run nothing more. */
  const run = (request, bytes) => {
    try {
      fileLimit.allow(Number.POSITIVE_INFINITY)
      files.writeFile(exchange, request)
      fileLimit.allow(bytes)
      memory.limit(startedWith + bytes)
      const failed = module._PyRun_SimpleString(serve) !== 0
      return failed ? { kind: memory.isFull() ? "memory" : "broken", message: "" } : files.readFile(exchange)
    } catch (error) {
      return endingOf(error, memory.isFull())
    }
  }

  return {
    /** The memory as bytes, for a later start. */
    record,
    /** From now on Python can run programs and reach nothing else. */
    close,
    run,
    /** Bytes by which the memory has grown since the start. */
    grown: () => memory.used() - startedWith
  }
}
