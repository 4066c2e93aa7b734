import { Context, Effect, Layer } from "effect"
import { MemoryTables } from "./_memory_tables.ts"
import { AccountStore } from "./account_store.ts"
import { AppKeyStore } from "./app_key_store.ts"
import { AppStore } from "./app_store.ts"
import { memoryAccountStore } from "./memory_account_store.ts"
import { memoryAppKeyStore } from "./memory_app_key_store.ts"
import { memoryAppStore } from "./memory_app_store.ts"
import { layerMemoryRunStore, type MemoryRunStoreOptions } from "./memory_run_store.ts"
import { memorySessionStore } from "./memory_session_store.ts"
import { memoryTenantStore } from "./memory_tenant_store.ts"
import { memoryWorkflowStore } from "./memory_workflow_store.ts"
import { RunStore } from "./run_store.ts"
import { SessionStore } from "./session_store.ts"
import { TenantStore } from "./tenant_store.ts"
import { WorkflowStore } from "./workflow_store.ts"

/** Everything that a server keeps. */
export type Stores = AccountStore | TenantStore | SessionStore | AppStore | WorkflowStore | AppKeyStore | RunStore

/**
 * All stores in memory: gone with the process. For tests, and for a server that is to forget.
 *
 * @example
 * ```ts
 * import { AppStore, layerMemoryStores } from "@flowglass/core"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const apps = yield* AppStore
 *   const { id } = yield* apps.create({ tenantId: "t", name: "Greeter", mode: "workflow", createdBy: null })
 *   const foreign = yield* Effect.flip(apps.get("another", id))
 *   return [(yield* apps.get("t", id)).name, foreign.code]
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemoryStores())) // => ["Greeter", "app_not_found"]
 * ```
 */
export const layerMemoryStores = (options: MemoryRunStoreOptions = {}): Layer.Layer<Stores> =>
  Layer.effectContext(
    Effect.map(Effect.service(RunStore), (runs) => {
      const tables = new MemoryTables()
      return Context.make(AccountStore, memoryAccountStore(tables)).pipe(
        Context.add(TenantStore, memoryTenantStore(tables)),
        Context.add(SessionStore, memorySessionStore(tables)),
        Context.add(AppStore, memoryAppStore(tables, runs)),
        Context.add(WorkflowStore, memoryWorkflowStore(tables)),
        Context.add(AppKeyStore, memoryAppKeyStore(tables))
      )
    })
  ).pipe(Layer.provideMerge(layerMemoryRunStore(options)))
