import type { RunStore, WorkflowRunner } from "@flowglass/core"
import type { Inspector } from "@flowglass/inspector"
import { Cause, Effect, Exit, type ManagedRuntime, Result } from "effect"
import { declaredRejection } from "./error/declared_rejection.ts"
import { FlowglassClosed, type HostArgumentInvalid } from "./error/promise_errors.ts"

type Services = WorkflowRunner | Inspector | RunStore

const settle = <A>(exit: Exit.Exit<A, unknown>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw declaredRejection(exit.cause)
}

/** Runs an effect that needs nothing, with declared rejections only. */
export const runDeclared = <A>(effect: Effect.Effect<A, unknown>): Promise<A> =>
  Effect.runPromiseExit(effect).then(settle)

/** The runtime of an open engine: every call rejects with a declared error, and after its close with one of its own. */
export class PromiseRuntime {
  readonly #runtime: ManagedRuntime.ManagedRuntime<Services, unknown>
  #closed: Promise<void> | undefined

  constructor(runtime: ManagedRuntime.ManagedRuntime<Services, unknown>) {
    this.#runtime = runtime
  }

  /** Runs an effect once its arguments are found right. `flowglass_closed` comes after `host_argument_invalid`. */
  call<A>(
    name: string,
    check: () => Result.Result<unknown, HostArgumentInvalid>,
    effect: () => Effect.Effect<A, unknown, Services>
  ): Promise<A> {
    const refusal = this.#refusal(name, check)
    if (refusal !== undefined) return Promise.reject(refusal)
    return this.#runtime.runPromiseExit(Effect.suspend(effect)).then((exit) => {
      // The close interrupts calls that are under way.
      if (this.#closed !== undefined && Exit.hasInterrupts(exit)) throw closedError(name)
      return settle(exit)
    })
  }

  #refusal(name: string, check: () => Result.Result<unknown, HostArgumentInvalid>): Error | undefined {
    // What a getter of the caller throws is a rejection too.
    const checked = Result.try({ try: check, catch: (thrown) => declaredRejection(Cause.die(thrown)) })
    if (Result.isFailure(checked)) return checked.failure
    if (Result.isFailure(checked.success)) return checked.success.failure
    return this.#closed === undefined ? undefined : closedError(name)
  }

  close(): Promise<void> {
    this.#closed ??= this.#runtime.dispose()
    return this.#closed
  }
}

const closedError = (call: string): FlowglassClosed =>
  new FlowglassClosed({ message: `${call}: this engine was closed; open another one with open().` })
