import { assert, describe, it } from "@effect/vitest"
import type { StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import type { Effect } from "effect"
import type {
  NodeNotInWorkflowRun,
  NodeOutputNotDeclared,
  PublishedRunInspectorNotImplemented,
  WorkflowRunNotFound
} from "./error/inspector_errors.ts"
import type { Inspector } from "./inspector.ts"

type Equal<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false

type ErrorOf<Call extends keyof Inspector["Service"]> = Effect.Error<ReturnType<Inspector["Service"][Call]>>

/** What a store on a database adds to every call; one in memory answers neither. */
type OfStore = StoreUnavailable | StoredValueUnreadable

type OfRun = WorkflowRunNotFound | PublishedRunInspectorNotImplemented | OfStore

// These lines do not compile when a call can answer one class more or less than it names.
const snapshot: Equal<ErrorOf<"snapshot">, OfRun> = true
const events: Equal<ErrorOf<"events">, OfRun> = true
const node: Equal<ErrorOf<"node">, OfRun | NodeNotInWorkflowRun> = true
const output: Equal<ErrorOf<"output">, OfRun | NodeNotInWorkflowRun | NodeOutputNotDeclared> = true
// And the comparison itself can say no.
const isExact: Equal<ErrorOf<"snapshot">, OfRun | NodeNotInWorkflowRun> = false

describe("Inspector", () => {
  it("names exactly the errors that each call can answer", () => {
    assert.deepStrictEqual([snapshot, events, node, output, isExact], [true, true, true, true, false])
  })
})
