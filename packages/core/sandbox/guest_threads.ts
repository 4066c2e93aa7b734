import { Effect, type Scope, Semaphore } from "effect"
import { type GuestThread, startGuestThread, type ThreadEnding } from "./guest_thread.ts"

/** What one call needs of a thread. */
export interface ThreadCall {
  readonly message: unknown
  /** Milliseconds from the moment a thread has the message; waiting for a free thread does not count. */
  readonly patience: number
  /** Whether the thread should be replaced after this reply, so that its memory is returned. */
  readonly retires: (reply: unknown) => boolean
}

/** Threads that take calls in the order they come. */
export interface GuestThreads {
  readonly call: (call: ThreadCall) => Effect.Effect<ThreadEnding>
}

/**
 * At most `size` threads, each started when it is first needed and replaced when it was killed or crashed. They end
 * with the scope; calls that run then end as `lost`.
 */
export const makeGuestThreads = (options: {
  readonly file: URL
  readonly data: unknown
  readonly size: number
}): Effect.Effect<GuestThreads, never, Scope.Scope> =>
  Effect.gen(function* () {
    const permits = yield* Semaphore.make(options.size)
    const threads = new Set<GuestThread>()
    const idle: Array<GuestThread> = []
    let closed = false
    yield* Effect.addFinalizer(() => {
      closed = true
      return Effect.forEach(threads, (thread) => thread.kill, { concurrency: "unbounded", discard: true })
    })

    const take = (): GuestThread => {
      for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
        if (thread.usable()) return thread
        threads.delete(thread)
      }
      const thread = startGuestThread(options.file, options.data)
      threads.add(thread)
      return thread
    }
    const giveBack = (thread: GuestThread): Effect.Effect<void> => {
      if (thread.usable()) return Effect.sync(() => void idle.push(thread))
      threads.delete(thread)
      return Effect.void
    }

    const callThread = (thread: GuestThread, call: ThreadCall): Effect.Effect<ThreadEnding> =>
      Effect.tap(thread.call(call.message, call.patience), (ending) =>
        ending.kind === "reply" && call.retires(ending.reply) ? thread.kill : Effect.void
      )

    return {
      call: (call) =>
        permits.withPermit(
          Effect.suspend(() =>
            closed
              ? Effect.succeed<ThreadEnding>({ kind: "lost", why: "the sandbox is closed" })
              : Effect.acquireUseRelease(Effect.sync(take), (thread) => callThread(thread, call), giveBack)
          )
        )
    }
  })
