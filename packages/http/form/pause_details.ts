import { FormLedger, type StoredRun } from "@flowglass/core"
import { Schema } from "effect"

/** What a paused run waits for, as the log pages of Dify show it. */
export const PauseDetails = Schema.Struct({
  /** ISO, in UTC; null for a run that is not paused. */
  paused_at: Schema.NullOr(Schema.String),
  paused_nodes: Schema.Array(
    Schema.Struct({
      node_id: Schema.String,
      node_title: Schema.String,
      pause_type: Schema.Struct({
        type: Schema.Literal("human_input"),
        form_id: Schema.String,
        /** What the form is answered with; ours, where Dify has the address of a page. */
        form_token: Schema.String
      })
    })
  )
})

/** What a paused run waits for. */
export type PauseDetails = typeof PauseDetails.Type

/** The details of a run, with the tokens of its forms. */
export const pauseDetails = (run: StoredRun, tokenOf: (formId: string) => string): PauseDetails => {
  const facts = run.facts()
  const last = facts.findLast(({ kind }) => kind === "run_paused" || kind === "run_resumed" || kind === "run_finished")
  if (last?.kind !== "run_paused") return { paused_at: null, paused_nodes: [] }
  return {
    paused_at: new Date(last.at).toISOString(),
    paused_nodes: Array.from(FormLedger.of(facts).waiting.values(), ({ form: { node_id, node_title, form_id } }) => ({
      node_id,
      node_title,
      pause_type: { type: "human_input", form_id, form_token: tokenOf(form_id) }
    }))
  }
}
