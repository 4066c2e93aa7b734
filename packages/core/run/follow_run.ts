import { Effect } from "effect"
import type { StoredRun } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import type { Fact } from "./fact.ts"
import { FollowedLog } from "./followed_log.ts"
import { handleOf, type Run } from "./run.ts"
import type { RunClock } from "./run_clock.ts"
import type { RemoteRun } from "./run_control.ts"
import { RunReading } from "./run_reading.ts"
import { secretsOf } from "./secrets_of.ts"
import type { Workflow } from "./workflow.ts"

/**
 * The handle of a run that another process works on: its facts are read as they come while somebody waits for them, and
 * its texts come with the nodes that they are of.
 */
export const followRun = (workflow: Workflow, stored: StoredRun, remote: RemoteRun, clock: RunClock): Run => {
  const { accepted } = stored
  let leave: (() => void) | undefined
  let forget: (() => void) | undefined
  const rest = (): void => {
    leave?.()
    forget?.()
    leave = undefined
    forget = undefined
  }
  const end = (): void => {
    log.close()
    rest()
  }
  const take = (facts: ReadonlyArray<Fact>): void => {
    if (!reading.take(facts)) return
    if (reading.state.finished === undefined) log.wake()
    else end()
  }
  const read = (): void => {
    if (!log.isWatched) rest()
    take(stored.facts())
  }
  const watch = (): void => {
    if (reading.state.finished !== undefined) return
    forget ??= remote.onFollow(end)
    leave ??= stored.subscribe(read)
    read()
  }
  const log = new FollowedLog(watch, rest)
  const reading = new RunReading({ workflow, log, clock })
  take(stored.facts())
  const mask = makeSecretMask(secretsOf(workflow.compiled.graph, accepted))
  const { state } = reading
  const source = { graph: workflow.compiled, accepted, frames: state.frames, mask }
  // While nobody waited, nothing was read.
  const catchUp = Effect.map(remote.latest, take)
  const handle = handleOf({ state, log, accepted }, source, {
    resume: (answer) => Effect.andThen(remote.resume(answer), catchUp),
    stop: remote.stop
  })
  return { ...handle, result: Effect.andThen(catchUp, handle.result) }
}
