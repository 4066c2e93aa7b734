import { Result } from "effect"
import { decodeFact, encodeFact } from "../../run/encode_fact.ts"
import type { HandedAnswer } from "../../run/handed_answer.ts"

const stamp = { seq: 0, epoch: 0, version: 1, at: 0, frame: 0, node: 0, attempt: 0 } as const

/** An answer to a form, given at a moment, as its bytes: those of the fact that it will be. */
export const answerBody = ({ action, values, answerId }: HandedAnswer, at: number): Uint8Array =>
  Buffer.from(
    encodeFact({
      kind: "node_resumed",
      ...stamp,
      at,
      ...(action === undefined ? {} : { action }),
      values,
      ...(answerId === undefined ? {} : { answerId })
    })
  )

/** What `answerBody` wrote; undefined for anything else. */
export const readAnswer = (body: Uint8Array): HandedAnswer | undefined => {
  const data = Result.try((): unknown => JSON.parse(Buffer.from(body).toString()))
  const fact = Result.isSuccess(data) ? Result.getOrUndefined(decodeFact(data.success)) : undefined
  if (fact?.kind !== "node_resumed") return undefined
  const { action, values, answerId } = fact
  return { action, values, answerId }
}
