// The second line behind the boundary of WebAssembly: what JavaScript in this process could still reach, if it ran.
import * as nodeModule from "node:module"

const refuse = (what) => () => {
  throw new Error(`${what} is locked`)
}

const network = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest", "Request", "Response", "navigator", "Worker"]

/**
 * Locks the process for good: no module can be loaded any more, built-in ones and `data:` included, no native binding
 * reached, nothing signalled, no network object made. Files, programs and threads are refused by `--permission`, code
 * from text by `--disallow-code-generation-from-strings`; without them this throws.
 */
export const lockProcess = (host) => {
  if (host.permission?.has("fs.write") !== false || host.permission.has("child") || host.permission.has("worker")) {
    throw new Error("this process is not locked: start it with --permission")
  }
  if (host.execArgv.every((flag) => flag !== "--disallow-code-generation-from-strings")) {
    throw new Error("this process may make code from text")
  }
  nodeModule.registerHooks?.({ resolve: refuse("import"), load: refuse("import") })
  for (const name of network) delete globalThis[name]
  for (const name of ["process", "WebAssembly", "global", "require"]) delete globalThis[name]
  for (const name of ["binding", "_linkedBinding", "dlopen", "getBuiltinModule", "kill", "_kill", "_debugProcess"]) {
    Object.defineProperty(host, name, { value: refuse(name) })
  }
}
