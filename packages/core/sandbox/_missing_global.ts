const hints: ReadonlyArray<readonly [names: ReadonlyArray<string>, hint: string]> = [
  [["require", "module", "exports"], "code has no modules; use plain JavaScript, `Buffer`, `URL` and `JSON`"],
  [
    ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Request", "Response", "Headers", "axios"],
    "code has no network; use an HTTP request node"
  ],
  [
    ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"],
    "code has no timers; it cannot wait"
  ],
  [["process", "Deno", "Bun", "global", "__dirname", "__filename"], "code cannot see the process it runs in"],
  [["Intl", "Temporal"], "code has no locale data; format numbers and dates by hand"],
  [["crypto"], "code has no cryptography"],
  [["Atomics", "WebAssembly", "Worker"], "code runs alone and in plain JavaScript"],
  [["window", "document", "navigator", "localStorage"], "code does not run in a browser"]
]

const hintOf = new Map(hints.flatMap(([names, hint]) => names.map((name) => [name, hint] as const)))

/** What to do instead, when an error says that a global of Node or of a browser is missing. */
export const missingGlobal = (name: string, message: string): string | undefined => {
  const missing = name === "ReferenceError" ? /^(\w+) is not defined$/.exec(message)?.[1] : undefined
  return missing === undefined ? undefined : hintOf.get(missing)
}
