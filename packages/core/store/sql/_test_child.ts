import { spawn } from "node:child_process"
import { join } from "node:path"
import { Effect } from "effect"
import type { KillPoint } from "./_test_killed_process.ts"

/** What a killed process has said: events that it has shown, runs that it has started, and how runs have ended. */
export interface Said {
  readonly ready?: boolean
  readonly started?: string
  readonly shown?: string
  readonly seq?: number
  readonly event?: string
  /** The whole event. */
  readonly digest?: string
  readonly ended?: string
  /** The facts of the run that has ended, and what the Inspector shows of it. */
  readonly facts?: string
  readonly snapshot?: string
}

/** What a process of `_test_killed_process.ts` is told. */
export interface ChildOptions {
  readonly database: string
  readonly effects: string
  readonly kill: KillPoint
  readonly runs: number
  readonly isPatient: boolean
}

/** A process that is expected to die; it is killed with the scope. */
export class TestChild {
  readonly said: Array<Said> = []
  /** How it ended: a signal, or the code of its exit and what it said about it. */
  end: string | undefined
  onSaid: (said: Said) => void = () => undefined
  readonly #process: ReturnType<typeof spawn>
  #text = ""
  #complaint = ""

  constructor(options: ChildOptions) {
    const program = join(import.meta.dirname, "_test_killed_process.ts")
    this.#process = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ["ignore", "pipe", "pipe"] })
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#hear(chunk.toString()))
    this.#process.stderr?.on("data", (chunk: Buffer) => (this.#complaint += chunk.toString()))
    this.#process.once("close", (code, signal) => {
      this.end = signal ?? `${code} ${this.#complaint.slice(-2000)}`
    })
  }

  #hear(text: string): void {
    this.#text += text
    const lines = this.#text.split("\n")
    this.#text = lines.pop() ?? ""
    for (const line of lines) {
      const said: Said = JSON.parse(line)
      this.said.push(said)
      this.onSaid(said)
    }
  }

  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGTERM"): void {
    this.#process.kill(signal)
  }

  /** Waits for its end. */
  readonly ended: Effect.Effect<string> = Effect.suspend(() =>
    this.end === undefined ? Effect.delay(this.ended, 5) : Effect.succeed(this.end)
  )
}

/** Starts a process. */
export const testChild = (options: ChildOptions) =>
  Effect.acquireRelease(
    Effect.sync(() => new TestChild(options)),
    (child) => Effect.sync(() => child.signal("SIGKILL"))
  )
