import { Schema } from "effect"
import { AnyObject } from "./config/any_object.ts"
import { defineNode, type NodeKind } from "./define_node.ts"

/** A node whose outputs stand in its config; `missing` ones are declared and not produced. */
const given = (type: string, kind: NodeKind) =>
  defineNode({
    type,
    version: "1",
    kind,
    summary: "Gives what its config says.",
    config: Schema.Struct({ values: AnyObject, missing: Schema.Array(Schema.String) }),
    outputs: ({ values, missing }) =>
      [...Object.keys(values), ...missing].map((name) => ({ name, type: null, required: false })),
    errors: [],
    example: { config: { values: {}, missing: [] }, outputs: {} },
    run: ({ values }) => ({ outputs: values })
  })

/** Nodes that give other nodes what they read. */
export const givenNodes = [given("given-start", "root"), given("given", "executable")] as const
