import { createHash } from "node:crypto"
import { runView } from "../../../inspector/run_view.ts"
import type { RunEvent } from "../../run/run_event.ts"
import type { StoredRun } from "../run_store.ts"
import { textOf } from "./_test_runs.ts"

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** An event as its readers have it, so that two can be compared across processes. */
export const eventDigest = (event: RunEvent): string => digestOf(JSON.stringify(event))

/** A run, and what the Inspector shows of it, so that two can be compared across processes. */
export const runDigests = (run: StoredRun) => ({
  facts: digestOf(textOf(run)),
  snapshot: digestOf(JSON.stringify(runView(run).snapshot()))
})
