import { Result } from "effect"
import type { FormAnswer } from "../../node/form.ts"
import { decodeFact, encodeFact } from "../../run/encode_fact.ts"

const stamp = { seq: 0, epoch: 0, version: 1, at: 0, frame: 0, node: 0, attempt: 0 } as const

/** An answer to a form, given at a moment, as its bytes: those of the fact that it will be. */
export const answerBody = ({ action, values }: FormAnswer, at: number): Uint8Array =>
  Buffer.from(encodeFact({ kind: "node_resumed", ...stamp, at, ...(action === undefined ? {} : { action }), values }))

/** What `answerBody` wrote; undefined for anything else. */
export const readAnswer = (body: Uint8Array): FormAnswer | undefined => {
  const data = Result.try((): unknown => JSON.parse(Buffer.from(body).toString()))
  const fact = Result.isSuccess(data) ? Result.getOrUndefined(decodeFact(data.success)) : undefined
  return fact?.kind === "node_resumed" ? { action: fact.action, values: fact.values } : undefined
}
