// Runs inside the sandbox, before the user's code. Its value is how the host talks to the code: JSON text only.
// Everything it needs later is taken now, so that code which changes the built-ins changes only itself.
;(() => {
  const { parse, stringify } = JSON
  const { apply } = Reflect
  const { slice } = String.prototype
  const { exec } = RegExp.prototype
  const GuestPromise = Promise
  const GuestError = Error
  const isInstance = Function.prototype[Symbol.hasInstance]
  const longest = 2000
  let settled

  const short = (text) => apply(slice, `${text}`, [0, longest])

  const lineOf = (stack) => {
    const found = typeof stack === "string" ? apply(exec, /main\.js:(\d+)/, [stack]) : null
    return found === null ? null : found[1]
  }

  // An answer is one mark and JSON: `!` a failure, `=` the result, `?` the type of something that JSON leaves out.
  const failure = (kind, error) => {
    const told = { __proto__: null, kind, name: "", message: "something that cannot be read", line: null }
    try {
      if (apply(isInstance, GuestError, [error])) {
        told.name = short(error.name)
        told.message = short(error.message)
        told.line = lineOf(error.stack)
      } else told.message = typeof error === "string" ? short(error) : short(stringify(error) ?? typeof error)
    } catch {
      // Reading what was thrown is the code's own doing; the sentence above stands for it.
    }
    return `!${stringify(told)}`
  }

  const finish = (value) => {
    try {
      const text = stringify(value)
      return text === undefined ? `?${stringify(typeof value)}` : `=${text}`
    } catch (error) {
      return failure("unwritable", error)
    }
  }

  const settle = async (promise) => {
    try {
      settled = finish(await promise)
    } catch (error) {
      settled = failure("threw", error)
    }
  }

  return {
    /** Calls `main`; answers at once, or with empty text when the answer is a promise. */
    run: (inputs) => {
      try {
        if (typeof main !== "function") return failure("main_missing", typeof main)
        const value = apply(main, undefined, [parse(inputs)])
        if (!apply(isInstance, GuestPromise, [value])) return finish(value)
        settle(value)
        return ""
      } catch (error) {
        return failure("threw", error)
      }
    },
    /** The answer of a promise, when it has settled. */
    settled: () => settled,
    threw: (error) => failure("threw", error)
  }
})()
