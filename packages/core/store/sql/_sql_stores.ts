import { Context, Effect, Layer } from "effect"
import type { StoreUnavailable, StoreVersionUnsupported } from "../../error/store_errors.ts"
import { AccountStore } from "../account_store.ts"
import { AppKeyStore } from "../app_key_store.ts"
import { AppStore } from "../app_store.ts"
import type { DurabilityMode } from "../durability.ts"
import type { Stores } from "../memory_stores.ts"
import { RunStore } from "../run_store.ts"
import { SessionStore } from "../session_store.ts"
import { TenantStore } from "../tenant_store.ts"
import { WorkflowStore } from "../workflow_store.ts"
import { SharedDatabase } from "./_database.ts"
import { migrate } from "./_migrate.ts"
import { sqlAccountStore } from "./_sql_account_store.ts"
import { sqlAppKeyStore } from "./_sql_app_key_store.ts"
import { sqlAppStore } from "./_sql_app_store.ts"
import { makeSqlRunStore } from "./_sql_run_store.ts"
import { sqlSessionStore } from "./_sql_session_store.ts"
import { sqlTenantStore } from "./_sql_tenant_store.ts"
import { sqlWorkflowStore } from "./_sql_workflow_store.ts"
import { Sealer } from "./sealer.ts"

/** All stores on a database, whose tables are brought up to date before. */
export const layerSqlStores = <E>(
  shared: Layer.Layer<SharedDatabase, E>,
  durability: DurabilityMode = "effects"
): Layer.Layer<Stores, E | StoreUnavailable | StoreVersionUnsupported, Sealer> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const { database, session } = yield* SharedDatabase
      const sealer = yield* Sealer
      yield* migrate(database)
      const runs = yield* makeSqlRunStore({ database, session, sealer, mode: durability })
      const apps = yield* sqlAppStore(database, runs)
      return Context.make(RunStore, runs).pipe(
        Context.add(AccountStore, sqlAccountStore(database)),
        Context.add(TenantStore, sqlTenantStore(database)),
        Context.add(SessionStore, sqlSessionStore(database)),
        Context.add(AppStore, apps),
        Context.add(WorkflowStore, sqlWorkflowStore(database, sealer)),
        Context.add(AppKeyStore, sqlAppKeyStore(database))
      )
    })
  ).pipe(Layer.provide(shared))
