import type { App, AppAddress, Run } from "@flowglass/core"
import { Context, Effect, Layer } from "effect"
import { TooManyRequests } from "../error/http_errors.ts"
import type { RunStarter } from "./run_starter.ts"

/** A run of an app that has not ended. Its id is also that of its task, so that every process knows which run is meant. */
export interface ActiveRun extends AppAddress {
  readonly run: Run
  readonly workflowId: string
  readonly starter: RunStarter
  /** The conversation and message it answers in; undefined for apps without chat. */
  readonly chat: ChatAddress | undefined
}

/** Where a run of a chat app answers. */
export interface ChatAddress {
  readonly conversationId: string
  readonly messageId: string
}

const belongsTo = (active: ActiveRun | undefined, { tenantId, appId }: AppAddress): active is ActiveRun =>
  active !== undefined && active.tenantId === tenantId && active.appId === appId

/** The runs that this process has started or taken up, until they end. */
export class ActiveRuns extends Context.Service<
  ActiveRuns,
  {
    /** Takes one of the app's places, if there is one left. Every place must be left. */
    readonly enter: (app: App) => Effect.Effect<void, TooManyRequests>
    /** Gives back a place that no run came to. */
    readonly leave: (app: App) => Effect.Effect<void>
    /** Makes a run known that has a place. */
    readonly begin: (active: ActiveRun) => Effect.Effect<void>
    /** Gives the place of a run back while it waits for somebody; it stays known. */
    readonly rest: (active: ActiveRun) => Effect.Effect<void>
    /** Takes a place again for a run that goes on, whether or not one is left. */
    readonly wake: (active: ActiveRun) => Effect.Effect<void>
    /** Forgets a run that has ended, and gives its place back. */
    readonly end: (active: ActiveRun) => Effect.Effect<void>
    /** The app's own run with this id: a foreign one is as unknown as one that never was. */
    readonly findRun: (app: AppAddress, runId: string) => Effect.Effect<ActiveRun | undefined>
    /** How many runs work or are about to. */
    readonly count: Effect.Effect<number>
  }
>()("@flowglass/http/run/ActiveRuns") {
  static readonly layer: Layer.Layer<ActiveRuns> = Layer.sync(ActiveRuns, () => {
    const occupied = new Map<string, number>()
    const byRun = new Map<string, ActiveRun>()
    const count = (appId: string): number => occupied.get(appId) ?? 0

    const enter = (app: App) =>
      Effect.suspend(() => {
        if (app.maxActiveRequests > 0 && count(app.id) >= app.maxActiveRequests) {
          const message = `Too many requests. Please try again later. The current maximum concurrent requests allowed for this app is ${app.maxActiveRequests}.`
          return Effect.fail(new TooManyRequests({ message }))
        }
        occupied.set(app.id, count(app.id) + 1)
        return Effect.void
      })

    const occupy = (appId: string, by: 1 | -1): void => {
      const left = count(appId) + by
      if (left > 0) occupied.set(appId, left)
      else occupied.delete(appId)
    }

    const leave = (app: App) => Effect.sync(() => occupy(app.id, -1))
    const rest = ({ appId }: ActiveRun) => Effect.sync(() => occupy(appId, -1))
    const wake = ({ appId }: ActiveRun) => Effect.sync(() => occupy(appId, 1))
    const begin = (active: ActiveRun) => Effect.sync(() => void byRun.set(active.run.id, active))
    const end = ({ appId, run }: ActiveRun) =>
      Effect.sync(() => {
        byRun.delete(run.id)
        occupy(appId, -1)
      })

    const findRun = (app: AppAddress, id: string) =>
      Effect.sync(() => {
        const active = byRun.get(id)
        return belongsTo(active, app) ? active : undefined
      })

    return ActiveRuns.of({
      enter,
      leave,
      rest,
      wake,
      end,
      begin,
      findRun,
      count: Effect.sync(() => [...occupied.values()].reduce((sum, one) => sum + one, 0))
    })
  })
}
