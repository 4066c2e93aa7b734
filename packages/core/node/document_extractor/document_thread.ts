import { Worker } from "node:worker_threads"
import { Effect } from "effect"
import type { DocumentKind } from "./document_kind.ts"

/** How the reading of a document ended. */
export type ThreadEnding =
  | { readonly kind: "reply"; readonly reply: unknown }
  | { readonly kind: "overdue" }
  | { readonly kind: "overfull" }
  | { readonly kind: "lost"; readonly why: string }

/** What a thread is given, and what it may take. */
export interface ThreadTask {
  readonly kind: DocumentKind
  readonly bytes: Uint8Array
  /** Milliseconds. */
  readonly timeout: number
  /** Bytes; the document itself and the thread come on top. */
  readonly memory: number
}

const megabyte = 1024 * 1024
/** How often the buffers of a thread are counted, in milliseconds. The limits of a thread do not cover them. */
const watchEvery = 50
/** What a thread has before it has read anything. */
const ownMemory = 32 * megabyte

const file = new URL("./document_worker.mjs", import.meta.url)

const startWorker = ({ kind, bytes, memory }: ThreadTask): Worker =>
  new Worker(file, {
    workerData: { kind, bytes },
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    name: "flowglass-document",
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil((memory + ownMemory) / megabyte) }
  })

/** Calls back once the thread holds more memory outside its heap than it may. */
const watchMemory = (worker: Worker, allowed: number, onFull: () => void): NodeJS.Timeout => {
  const look = (): void => {
    worker.getHeapStatistics().then(
      ({ external_memory }) => {
        if (external_memory > allowed) onFull()
      },
      // The thread has ended meanwhile, and says so itself.
      () => {}
    )
  }
  return setInterval(look, watchEvery).unref()
}

/**
 * Reads one document in a thread of its own: nothing of it outlives the document. The thread is gone when this
 * completes, and it sees no environment, no arguments and no input. Interruption ends it.
 */
export const runDocumentThread = (task: ThreadTask): Effect.Effect<ThreadEnding> =>
  Effect.callback<ThreadEnding>((resume) => {
    const worker = startWorker(task)
    const allowed = task.memory + task.bytes.length * 2 + ownMemory
    let ended = false
    const stop = (): Promise<number> => {
      ended = true
      clearTimeout(timer)
      clearInterval(watch)
      return worker.terminate()
    }
    const end = (ending: ThreadEnding): void => {
      if (!ended) resume(Effect.as(Effect.promise(stop), ending))
    }
    const timer = setTimeout(() => end({ kind: "overdue" }), task.timeout)
    const watch = watchMemory(worker, allowed, () => end({ kind: "overfull" }))
    worker.on("message", (reply: unknown) => end({ kind: "reply", reply }))
    worker.on("error", (error) =>
      end(
        error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? { kind: "overfull" }
          : { kind: "lost", why: error instanceof Error ? error.message : String(error) }
      )
    )
    worker.on("exit", (code) => end({ kind: "lost", why: `its thread ended with code ${code}` }))
    return Effect.promise(stop)
  })
