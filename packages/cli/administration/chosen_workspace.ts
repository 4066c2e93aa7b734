import { type Tenant, TenantStore } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Effect } from "effect"
import { WorkspaceAmbiguous, WorkspaceNotFound } from "../error/administration_errors.ts"
import { findNamed, listNamed } from "./find_named.ts"

const oneOf = (
  found: ReadonlyArray<Tenant>,
  missing: string
): Effect.Effect<Tenant, WorkspaceNotFound | WorkspaceAmbiguous> => {
  const [first] = found
  if (first === undefined) return Effect.fail(new WorkspaceNotFound({ message: missing }))
  if (found.length === 1) return Effect.succeed(first)
  return Effect.fail(new WorkspaceAmbiguous({ message: `There are ${found.length}: ${listNamed(found)}` }))
}

/** The workspace that was named, or the only one there is. */
export const chosenWorkspace = Effect.fnUntraced(function* (
  word: string | undefined
): Effect.fn.Return<Tenant, WorkspaceNotFound | WorkspaceAmbiguous | StoreUnavailable, TenantStore> {
  const all = yield* (yield* TenantStore).list
  if (word === undefined) return yield* oneOf(all, "There is no workspace yet.")
  return yield* oneOf(findNamed(all, word), `There is no workspace ${JSON.stringify(word)}.`)
})

/** The workspaces that a list covers: the one that was named, or all. */
export const coveredWorkspaces = Effect.fnUntraced(function* (
  word: string | undefined
): Effect.fn.Return<ReadonlyArray<Tenant>, WorkspaceNotFound | WorkspaceAmbiguous | StoreUnavailable, TenantStore> {
  if (word === undefined) return yield* (yield* TenantStore).list
  return [yield* chosenWorkspace(word)]
})
