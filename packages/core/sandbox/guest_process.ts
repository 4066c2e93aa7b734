import { Effect } from "effect"
import { frameBytes, makeFrameReader } from "./_frame_reader.ts"
import { residentBytes } from "./_resident_bytes.ts"
import { holdHost, type ProcessStart, spawnGuest } from "./_spawn_guest.ts"

type Ending =
  | { readonly kind: "reply"; readonly reply: Buffer }
  /** It did not answer in time. */
  | { readonly kind: "overdue" }
  /** The process took more memory than it may. */
  | { readonly kind: "overgrown" }
  /** The answer is longer than it may be. */
  | { readonly kind: "overlong" }
  | { readonly kind: "lost"; readonly why: string }

/** How a call to a process ended, and what its program had printed until then. */
export type ProcessEnding = Ending & { readonly logs: string }

/** One call. Sizes are bytes, times milliseconds. */
export interface ProcessCall {
  readonly message: Buffer
  /** From the moment the process has the message; waiting for its start does not count. */
  readonly patience: number
  /** By how much the process may grow beyond what it had when it was ready. */
  readonly memory: number
  readonly reply: number
}

/** A process that answers one call at a time and can be killed whatever it does. */
export interface GuestProcess {
  /** Whether another call can be made. */
  readonly usable: () => boolean
  /** Interruption kills the process. */
  readonly call: (call: ProcessCall) => Effect.Effect<ProcessEnding>
  /** Ends the process; its memory is returned when this completes. */
  readonly kill: Effect.Effect<void>
}

/** Processes start in half a second, or in a few when they start from nothing on a busy machine. */
const startPatience = 60_000
const watchMilliseconds = 50
const mostLogBytes = 128 * 1024
const complaintLength = 2_000

/**
 * Starts a process. It sees no environment variable of the host, and keeps the host alive only while it works on a
 * call. It says `r` once it is ready, and then answers each `c` with what it prints (`l`) and an answer (`a`).
 */
export const startGuestProcess = (start: ProcessStart): GuestProcess => {
  const child = spawnGuest(start)
  let alive = true
  let ready = false
  let complaint = ""
  let residentAtStart = Number.NaN
  let send: (() => void) | undefined
  let end: ((ending: Ending) => void) | undefined
  let print: ((bytes: Buffer) => void) | undefined
  let mostBytes = 0

  const lose = (why: string): void => {
    alive = false
    end?.({ kind: "lost", why: complaint === "" ? why : `${why}: ${complaint}` })
  }
  const refuse = (kind: "lost" | "overlong"): void => {
    if (kind === "overlong") end?.({ kind })
    else lose("it said what it should not")
    alive = false
    child.kill("SIGKILL")
  }
  const read = makeFrameReader({
    most: () => Math.max(mostBytes, mostLogBytes),
    refuse: () => refuse("overlong"),
    take: ({ kind, body }) => {
      if (kind === "r" && !ready) {
        ready = true
        residentAtStart = residentBytes(child.pid) ?? Number.NaN
        send?.()
      } else if (kind === "l" && print !== undefined) print(body)
      else if (kind === "a" && end !== undefined) end({ kind: "reply", reply: body })
      else refuse("lost")
    }
  })
  child.stdout?.on("data", read)
  child.stderr?.on("data", (bytes: Buffer) => {
    complaint = `${complaint}${bytes.toString()}`.slice(0, complaintLength)
  })
  // A pipe to a process that is gone breaks; that the process is gone is heard below.
  for (const pipe of child.stdio) pipe?.on("error", () => undefined)
  child.on("error", (error) => lose(error.message))
  child.on("close", (code, signal) => lose(`its process ended with ${signal ?? `code ${code}`}`))

  const kill = Effect.callback<void>((resume) => {
    alive = false
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resume(Effect.void)
    child.ref()
    child.once("exit", () => resume(Effect.void))
    child.kill("SIGKILL")
  })

  const call = ({ message, patience, memory, reply }: ProcessCall): Effect.Effect<ProcessEnding> =>
    Effect.callback<ProcessEnding>((resume) => {
      holdHost(child, true)
      mostBytes = reply + mostLogBytes
      const decoder = new TextDecoder()
      let logs = ""
      let watch: NodeJS.Timeout | undefined
      let timer = setTimeout(() => end?.({ kind: "lost", why: "its process did not start" }), startPatience)
      const settle = (): void => {
        clearTimeout(timer)
        clearInterval(watch)
        end = send = print = undefined
      }
      print = (bytes) => {
        logs += decoder.decode(bytes, { stream: true })
        if (logs.length > mostLogBytes) refuse("lost")
      }
      end = (ending) => {
        settle()
        holdHost(child, false)
        const told = { ...ending, logs: logs + decoder.decode() }
        // A process that did not answer is worth nothing; it is gone before anybody hears of it.
        resume(ending.kind === "reply" ? Effect.succeed(told) : Effect.as(kill, told))
      }
      send = () => {
        clearTimeout(timer)
        timer = setTimeout(() => end?.({ kind: "overdue" }), patience)
        const most = residentAtStart + memory
        watch = setInterval(() => {
          if ((residentBytes(child.pid) ?? 0) > most) end?.({ kind: "overgrown" })
        }, watchMilliseconds)
        // In one piece, so that the process wakes up once.
        child.stdin?.cork()
        for (const bytes of frameBytes("c", message)) child.stdin?.write(bytes)
        child.stdin?.uncork()
      }
      if (!alive) end({ kind: "lost", why: "its process has ended" })
      else if (ready) send()
      return Effect.suspend(() => {
        settle()
        return kill
      })
    })

  return { usable: () => alive, call, kill }
}
