import {
  AccountStore,
  AppKeyStore,
  AppStore,
  RunStore,
  SessionStore,
  type Stores,
  TenantStore,
  WorkflowStore
} from "@flowglass/core"
import { StoredValueUnreadable, StoreUnavailable, ValueNotStorable } from "@flowglass/core/error"
import { Context, Effect, Layer } from "effect"

/** What is wrong with the database of a test; `broken` is what nobody knows. */
export type Fault = "none" | "unavailable" | "unreadable" | "broken" | "no workspaces" | "unstorable"

/** A switch that a test turns, and how often the stores were asked. */
export interface Faults {
  fault: Fault
  calls: number
}

/** What no answer may show. */
export const secretOfTheDatabase = "secret of the database"

const readsValues: ReadonlySet<string> = new Set([
  "draft",
  "publish",
  "published",
  "version",
  "find of RunStore",
  "summary of RunStore"
])

/** What a call of a store does instead of its work; undefined when it can do it. */
const failureOf = (fault: Fault, store: string, name: string) => {
  if (fault === "unavailable") return Effect.fail(new StoreUnavailable({ message: "The database does not answer." }))
  if (fault === "broken") return Effect.die(new Error(secretOfTheDatabase))
  if (fault === "no workspaces" && store === "TenantStore" && name === "find") return Effect.undefined
  if (fault === "unstorable" && store === "RunStore" && name === "open") {
    return Effect.fail(new ValueNotStorable({ message: "The database does not take it." }))
  }
  const isDamaged = readsValues.has(name) || readsValues.has(`${name} of ${store}`)
  if (fault !== "unreadable" || !isDamaged) return undefined
  return Effect.fail(new StoredValueUnreadable({ message: "A stored value is damaged." }))
}

/** The same service; every call asks the switch first. */
const faulty = <Service extends object>(name: string, service: Service, faults: Faults): Service =>
  new Proxy(service, {
    get: (target, property): unknown => {
      const member: unknown = Reflect.get(target, property)
      const failure = () => {
        faults.calls++
        return failureOf(faults.fault, name, String(property))
      }
      if (Effect.isEffect(member))
        return Effect.suspend((): Effect.Effect<unknown, unknown, unknown> => failure() ?? member)
      if (typeof member !== "function") return member
      return (...given: ReadonlyArray<unknown>): unknown => {
        const result: unknown = Reflect.apply(member, target, given)
        if (!Effect.isEffect(result)) return result
        return Effect.suspend((): Effect.Effect<unknown, unknown, unknown> => failure() ?? result)
      }
    }
  })

/** Stores that fail as long as the switch says so. */
export const faultyStores = (stores: Layer.Layer<Stores>, faults: Faults): Layer.Layer<Stores> =>
  Layer.effectContext(
    Effect.map(Layer.build(stores), (context) =>
      Context.make(AccountStore, faulty("AccountStore", Context.get(context, AccountStore), faults)).pipe(
        Context.add(TenantStore, faulty("TenantStore", Context.get(context, TenantStore), faults)),
        Context.add(SessionStore, faulty("SessionStore", Context.get(context, SessionStore), faults)),
        Context.add(AppStore, faulty("AppStore", Context.get(context, AppStore), faults)),
        Context.add(WorkflowStore, faulty("WorkflowStore", Context.get(context, WorkflowStore), faults)),
        Context.add(AppKeyStore, faulty("AppKeyStore", Context.get(context, AppKeyStore), faults)),
        Context.add(RunStore, faulty("RunStore", Context.get(context, RunStore), faults))
      )
    )
  )
