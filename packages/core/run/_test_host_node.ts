import { Schema } from "effect"
import { defineNode, type NodeDefinition } from "../node/define_node.ts"
import type { NodeContext } from "../node/node_context.ts"

type Definition = NodeDefinition<object, never>

/** A node type of a host whose code the compiler never saw. */
export const hostNode = (run: (context: NodeContext) => unknown, more: Partial<Definition> = {}) => {
  // What a function without types returns can be anything.
  const untyped: CallableFunction = run
  return defineNode({
    type: "acme/host",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [{ name: "r", type: "string", required: true }],
    errors: [],
    example: { config: {}, outputs: {} },
    ...more,
    run: (_config, context) => Reflect.apply(untyped, undefined, [context])
  })
}
