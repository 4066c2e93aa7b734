import { Effect, Redacted } from "effect"

/** Whether somebody sits at a terminal who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

const interrupt = "\u0003"

/** Enter, and the end of input. */
const ends: ReadonlySet<string> = new Set(["\r", "\n", "\u0004"])

/** Asks for a password on standard error, and does not show what is typed. */
export const askPassword = (question: string): Effect.Effect<Redacted.Redacted> =>
  Effect.callback((resume) => {
    const { stdin, stderr } = process
    let typed = ""
    let isOpen = true
    const close = (): void => {
      if (!isOpen) return
      isOpen = false
      stdin.off("data", read)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write("\n")
    }
    const take = (letter: string): void => {
      if (letter === interrupt) {
        close()
        // The terminal does not turn Ctrl-C into a signal while it is read like this.
        process.kill(process.pid, "SIGINT")
      } else if (ends.has(letter)) {
        close()
        resume(Effect.succeed(Redacted.make(typed)))
      } else {
        typed = letter === "\u007f" || letter === "\b" ? [...typed].slice(0, -1).join("") : typed + letter
      }
    }
    const read = (part: string): void => {
      for (const letter of part) if (isOpen) take(letter)
    }
    // Before anybody can type: what comes earlier would be shown.
    stdin.setRawMode(true)
    stderr.write(question)
    stdin.setEncoding("utf8").on("data", read)
    stdin.resume()
    return Effect.sync(close)
  })
