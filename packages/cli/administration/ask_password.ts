import { Effect, Redacted } from "effect"

/** Whether somebody sits at a terminal who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

/** Enter, and the end of input. */
const ends: ReadonlySet<string> = new Set(["\r", "\n", "\u0004"])

/** Asks for a password on standard error, and does not show what is typed. */
export const askPassword = (question: string): Effect.Effect<Redacted.Redacted> =>
  Effect.callback((resume) => {
    const { stdin, stderr } = process
    let typed = ""
    const close = (): void => {
      stdin.off("data", read)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write("\n")
    }
    const read = (part: Buffer): void => {
      for (const letter of part.toString("utf8")) {
        if (letter === "\u0003") {
          close()
          // The terminal does not turn Ctrl-C into a signal while it is read like this.
          process.kill(process.pid, "SIGINT")
          return
        }
        if (ends.has(letter)) {
          close()
          return resume(Effect.succeed(Redacted.make(typed)))
        }
        typed = letter === "\u007f" || letter === "\b" ? [...typed].slice(0, -1).join("") : typed + letter
      }
    }
    stderr.write(question)
    stdin.setRawMode(true)
    stdin.on("data", read)
    stdin.resume()
    return Effect.sync(close)
  })
