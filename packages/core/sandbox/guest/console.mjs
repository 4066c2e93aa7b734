// Runs inside the sandbox, before the user's code. Its value is a function that returns what the code printed, as JSON.
;(() => {
  const limit = 65_536
  const { stringify } = JSON
  const { apply } = Reflect
  const { slice } = String.prototype
  const GuestError = Error
  let text = ""
  let full = false

  const show = (value) => {
    try {
      if (typeof value === "string") return value
      if (value instanceof GuestError) return `${value.name}: ${value.message}`
      if (typeof value === "object") return stringify(value) ?? String(value)
      return String(value)
    } catch {
      return "[unreadable]"
    }
  }

  const print = (...values) => {
    if (full) return
    let line = ""
    for (let index = 0; index < values.length; index++) line += (index === 0 ? "" : " ") + show(values[index])
    full = text.length + line.length >= limit
    text += full
      ? `${apply(slice, line, [0, limit - text.length])}\n[more than ${limit} characters printed]\n`
      : `${line}\n`
  }

  const ignore = () => undefined
  const guestConsole = { assert: (holds, ...values) => (holds ? undefined : print("Assertion failed:", ...values)) }
  for (const name of ["debug", "dir", "error", "group", "info", "log", "table", "trace", "warn"]) {
    guestConsole[name] = print
  }
  for (const name of ["clear", "count", "groupEnd", "time", "timeEnd", "timeLog"]) guestConsole[name] = ignore
  Object.defineProperty(globalThis, "console", { value: guestConsole, writable: true, configurable: true })

  return () => stringify(text)
})()
