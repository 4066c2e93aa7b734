import { Worker } from "node:worker_threads"
import { Effect } from "effect"

/** How a call to a thread ended: with its reply, killed because it took too long, or without the thread. */
export type ThreadEnding =
  | { readonly kind: "reply"; readonly reply: unknown }
  | { readonly kind: "overdue" }
  | { readonly kind: "lost"; readonly why: string }

/** A worker thread that answers one call at a time and can be killed whatever it does. */
export interface GuestThread {
  /** Whether another call can be made. */
  readonly usable: () => boolean
  /** Sends a message and waits for the reply at most `patience` milliseconds. Interruption kills the thread. */
  readonly call: (message: unknown, patience: number) => Effect.Effect<ThreadEnding>
  /** Ends the thread; its memory is returned when this completes. */
  readonly kill: Effect.Effect<void>
}

/** Threads start in milliseconds; one that has not said `ready` by then never will. */
const startPatience = 30_000

/**
 * Starts a thread. It sees no environment variables, no arguments and no flags of the host, and keeps the process
 * alive only while it works on a call. Its file says `ready` once and then answers each message with one.
 */
export const startGuestThread = (file: URL, data: unknown): GuestThread => {
  const worker = new Worker(file, {
    workerData: data,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    name: "flowglass-guest"
  })
  worker.unref()
  let alive = true
  let ready = false
  let send: (() => void) | undefined
  let end: ((ending: ThreadEnding) => void) | undefined

  const lose = (why: string): void => {
    alive = false
    end?.({ kind: "lost", why })
  }
  worker.on("message", (message: unknown) => {
    if (ready) return end?.({ kind: "reply", reply: message })
    ready = true
    send?.()
  })
  worker.on("error", (error) => lose(error instanceof Error ? error.message : String(error)))
  worker.on("exit", (code) => lose(`its thread ended with code ${code}`))

  const kill = Effect.promise(() => {
    alive = false
    return worker.terminate()
  })

  const call = (message: unknown, patience: number): Effect.Effect<ThreadEnding> =>
    Effect.callback<ThreadEnding>((resume) => {
      worker.ref()
      let timer = setTimeout(() => end?.({ kind: "lost", why: "its thread did not start" }), startPatience)
      end = (ending) => {
        clearTimeout(timer)
        end = undefined
        send = undefined
        worker.unref()
        // A thread that did not answer is worth nothing; it is gone before anybody hears of it.
        resume(ending.kind === "reply" ? Effect.succeed(ending) : Effect.as(kill, ending))
      }
      send = () => {
        clearTimeout(timer)
        timer = setTimeout(() => end?.({ kind: "overdue" }), patience)
        worker.postMessage(message)
      }
      if (!alive) end({ kind: "lost", why: "its thread has ended" })
      else if (ready) send()
      return Effect.suspend(() => {
        clearTimeout(timer)
        end = undefined
        return kill
      })
    })

  return { usable: () => alive, call, kill: Effect.asVoid(kill) }
}
