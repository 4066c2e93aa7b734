import { Effect } from "effect"
import { ServerVerbUnavailable, WorkspaceNotFound } from "../error/administration_errors.ts"
import { called } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import { findNamed } from "./find_named.ts"
import type { WorkspaceView } from "./views.ts"

interface ListedWorkspace extends WorkspaceView {
  /** Whether the account works in it. */
  readonly current: boolean
}

const listed = Effect.fnUntraced(function* (console: Console) {
  const { workspaces } = yield* called(console)(console.api.workspaces.listWorkspaces({}))
  return workspaces.map(
    ({ id, name, status, created_at, current }): ListedWorkspace => ({
      id,
      name: name ?? "",
      status: status ?? "normal",
      owner: null,
      created_at: created_at ?? 0,
      current
    })
  )
})

/** The workspaces of the account. */
export const consoleWorkspaces = Effect.fnUntraced(function* (console: Console) {
  return (yield* listed(console)).map(
    ({ id, name, status, owner, created_at }): WorkspaceView => ({ id, name, status, owner, created_at })
  )
})

/**
 * The workspace that the account works in. Another one cannot be meant: changing over to it would take everybody along
 * who is signed in with the same account.
 */
export const checkWorkspace = Effect.fnUntraced(function* (console: Console, word: string | undefined) {
  const all = yield* listed(console)
  const current = all.find((one) => one.current)
  if (current === undefined) return yield* new WorkspaceNotFound({ message: "The account works in no workspace." })
  if (word === undefined) return current
  const found = findNamed(all, word)
  if (found.length === 0) {
    return yield* new WorkspaceNotFound({ message: `The account is in no workspace ${JSON.stringify(word)}.` })
  }
  if (found.some(({ id }) => id === current.id)) return current
  const message = `The account works in the workspace ${JSON.stringify(current.name)}, and the console API reaches no other.`
  return yield* new ServerVerbUnavailable({ message })
})
