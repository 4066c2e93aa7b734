import { createHash } from "node:crypto"
import { Schema } from "effect"
import { FormQuestion } from "../node/form.ts"

/**
 * A form that waits for its answer, as facts and events have it (Dify's pause reason). `execution` is ours: where in
 * the run the node stands, which tells the rounds of a container apart.
 */
export const PausedForm = Schema.Struct({
  TYPE: Schema.Literal("human_input_required"),
  form_id: Schema.String,
  node_id: Schema.String,
  node_title: Schema.String,
  execution: Schema.String,
  ...FormQuestion.fields,
  /** When its node stops waiting: seconds since 1970. */
  expiration_time: Schema.Finite
})
export type PausedForm = typeof PausedForm.Type

/** Whether the reason of a pause is a form; a record may say anything. */
export const isPausedForm = Schema.is(PausedForm)

/** The id of a form in the shape of a UUID, as Dify's clients expect: the same in every replay of the run. */
export const formId = (runId: string, execution: string): string => {
  const hex = createHash("sha256").update(`form\n${runId}\n${execution}`).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The last second that JavaScript has a date for. */
const lastSecond = 8.64e12

/** The second in which a moment in milliseconds falls that is the end of a form. */
export const expirationTime = (at: number): number => Math.min(lastSecond, Math.ceil(at / 1000))
