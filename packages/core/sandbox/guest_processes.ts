import { Effect, type Scope, Semaphore } from "effect"
import type { GuestProcess, ProcessCall, ProcessEnding } from "./guest_process.ts"

/** Processes that are each used by one run only. */
export interface GuestProcesses {
  /**
   * Calls a process of the run, or a fresh one; without a run the process ends with the call. `retires` says whether it
   * should be replaced after a reply, so that its memory is returned.
   */
  readonly call: (
    run: string | undefined,
    call: ProcessCall,
    retires: (reply: Buffer) => boolean
  ) => Effect.Effect<ProcessEnding>
}

/** How many processes there may be, and how long one is kept that nobody uses. */
export interface GuestProcessesOptions {
  readonly size: number
  /** Milliseconds that a process waits for the next call of its run. */
  readonly idle: number
  /** Milliseconds that a fresh process waits for a run. */
  readonly idleSpare: number
  /** `spare`: whether nobody waits for it yet. */
  readonly start: (spare: boolean) => GuestProcess
}

interface Member {
  readonly process: GuestProcess
  /** Undefined while no run has used it. */
  run: { readonly id: string | undefined } | undefined
  busy: boolean
  timer: NodeJS.Timeout | undefined
}

/**
 * At most `size` processes. A call takes the idle process of its run, else a fresh one, else the place of the one that
 * has been idle longest. As soon as a second process was needed, a fresh one is kept ready where there is room. All end
 * with the scope; calls that run then end as `lost`.
 */
export const makeGuestProcesses = (options: GuestProcessesOptions): Effect.Effect<GuestProcesses, never, Scope.Scope> =>
  Effect.gen(function* () {
    const permits = yield* Semaphore.make(options.size)
    /** In the order in which they became idle. */
    const members = new Set<Member>()
    let starts = 0
    /** Places of processes that are being ended for those that take them. */
    let promised = 0
    let closed = false
    const fork = Effect.runForkWith(yield* Effect.context<never>())

    const remove = (member: Member): Effect.Effect<void> =>
      Effect.suspend(() => {
        clearTimeout(member.timer)
        members.delete(member)
        return member.process.kill
      })
    yield* Effect.addFinalizer(() => {
      closed = true
      return Effect.forEach(Array.from(members), remove, { concurrency: "unbounded", discard: true })
    })

    const start = (spare: boolean): Member => {
      starts++
      const member: Member = { process: options.start(spare), run: undefined, busy: false, timer: undefined }
      members.add(member)
      return member
    }
    const after = (milliseconds: number, effect: Effect.Effect<void>): NodeJS.Timeout =>
      setTimeout(() => fork(effect), milliseconds).unref()
    const hasRoom = (): boolean => members.size + promised < options.size
    const keepSpare = Effect.sync(() => {
      const hasSpare = Array.from(members).some((member) => member.run === undefined)
      if (closed || hasSpare || starts < 2 || !hasRoom()) return
      const spare = start(true)
      spare.timer = after(options.idleSpare, remove(spare))
    })

    const claim = (member: Member, run: string | undefined): Member => {
      clearTimeout(member.timer)
      member.busy = true
      member.run ??= { id: run }
      return member
    }
    const take = (run: string | undefined): Effect.Effect<Member> =>
      Effect.suspend(() => {
        for (const member of members) {
          if (!member.busy && !member.process.usable()) members.delete(member)
        }
        const idle = Array.from(members).filter((member) => !member.busy)
        const own = run === undefined ? undefined : idle.find((member) => member.run?.id === run)
        const found = own ?? idle.find((member) => member.run === undefined)
        if (found !== undefined) return Effect.succeed(claim(found, run))
        const oldest = idle[0]
        if (hasRoom() || oldest === undefined) return Effect.succeed(claim(start(false), run))
        promised++
        return Effect.map(remove(oldest), () => {
          promised--
          return claim(start(false), run)
        })
      })
    const giveBack = (member: Member): Effect.Effect<void> =>
      Effect.suspend(() => {
        member.busy = false
        members.delete(member)
        if (closed || !member.process.usable() || member.run?.id === undefined) {
          return Effect.andThen(member.process.kill, keepSpare)
        }
        members.add(member)
        member.timer = after(options.idle, Effect.andThen(remove(member), keepSpare))
        return keepSpare
      })

    const unlessClosed = (call: Effect.Effect<ProcessEnding>): Effect.Effect<ProcessEnding> =>
      Effect.suspend(() =>
        closed ? Effect.succeed<ProcessEnding>({ kind: "lost", why: "the sandbox is closed", logs: "" }) : call
      )
    const callProcess = (member: Member, call: ProcessCall, retires: (reply: Buffer) => boolean) =>
      Effect.tap(member.process.call(call), (ending) =>
        ending.kind === "reply" && retires(ending.reply) ? member.process.kill : Effect.void
      )

    return {
      call: (run, call, retires) => {
        const use = (member: Member) => unlessClosed(callProcess(member, call, retires))
        return permits.withPermit(unlessClosed(Effect.acquireUseRelease(take(run), use, giveBack)))
      }
    }
  })
