import type { HandedAnswer } from "../run/handed_answer.ts"

/**
 * What the process that owns the runs of a store has to do because of others: go on with a run that nobody works on any
 * more or yet, stop one, or give one the answer that it waits for.
 */
export type RunOrder =
  | { readonly kind: "continue"; readonly runId: string }
  | { readonly kind: "stop"; readonly runId: string; readonly reason: string }
  | { readonly kind: "answer"; readonly runId: string; readonly formId: string; readonly answer: HandedAnswer }
