import { defineNode, NodeDefect, NodeFailure, type NodeType } from "@flowglass/core"
import { Effect, Schema } from "effect"

/** A node type that leaves the process, as far as the engine knows: it counts its calls and answers them differently. */
export interface OutsideNode {
  readonly type: NodeType
  readonly calls: () => number
}

const Config = Schema.Struct({
  say: Schema.String,
  delay: Schema.optionalKey(Schema.Finite),
  /** How many attempts fail. */
  fails: Schema.optionalKey(Schema.Finite),
  streams: Schema.optionalKey(Schema.Boolean)
})

/** `acme/outside`: says its text and the number of the call, so that a call too many shows. */
export const outsideNode = (): OutsideNode => {
  let calls = 0
  const type = defineNode({
    type: "acme/outside",
    version: "1",
    kind: "executable",
    summary: "",
    config: Config,
    outputs: () => [{ name: "text", type: "string", required: true }],
    errors: [NodeDefect],
    retries: true,
    external: true,
    streamed: "text",
    mockDefault: { text: "mocked" },
    example: { config: { say: "x" }, outputs: { text: "x" } },
    run: ({ say, delay, fails, streams }, context) => {
      calls++
      const text = `${say} ${calls}`
      if (streams === true) context.signal({ kind: "chunk", output: "text", text })
      const failure = new NodeFailure(new NodeDefect({ message: `${text} failed` }), { type: "Outside" })
      const result = { outputs: { text }, inputs: { asked: say }, metadata: { call: calls } }
      const isFailing = context.attempt < (fails ?? 0)
      if (delay === undefined) return isFailing ? failure : result
      return Effect.delay(isFailing ? Effect.fail(failure) : Effect.succeed(result), delay)
    }
  })
  return { type, calls: () => calls }
}
