import { accountStoreRequirements } from "./account_store_conformance.ts"
import { appKeyStoreRequirements } from "./app_key_store_conformance.ts"
import { appStoreRequirements } from "./app_store_conformance.ts"
import type { Stores } from "./memory_stores.ts"
import { runStoreRequirements } from "./run_store_conformance.ts"
import { sessionStoreRequirements } from "./session_store_conformance.ts"
import type { StoreRequirement } from "./store_requirement.ts"
import { tenantStoreRequirements } from "./tenant_store_conformance.ts"
import { workflowStoreRequirements } from "./workflow_store_conformance.ts"

/** What stores must do, by the service. They can share a database; the first one needs a fresh one. */
export const storeRequirements: ReadonlyMap<string, ReadonlyArray<StoreRequirement<Stores>>> = new Map<
  string,
  ReadonlyArray<StoreRequirement<Stores>>
>([
  ["AccountStore", accountStoreRequirements],
  ["TenantStore", tenantStoreRequirements],
  ["SessionStore", sessionStoreRequirements],
  ["AppStore", appStoreRequirements],
  ["WorkflowStore", workflowStoreRequirements],
  ["AppKeyStore", appKeyStoreRequirements],
  ["RunStore", runStoreRequirements]
])
