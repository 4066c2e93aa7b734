import { Schema } from "effect"
import { defineNode } from "./define_node.ts"

const entry = <const Type extends string>(type: Type, summary: string, ends?: "loop") =>
  defineNode({
    type,
    version: "1",
    kind: "executable",
    summary,
    config: Schema.Struct({}),
    outputs: () => [],
    errors: [],
    ...(ends === undefined ? {} : { ends }),
    example: { config: {}, outputs: {} },
    run: () => ({ outputs: {} })
  })

/** Where the items of an iteration start. */
export const iterationStart = entry("iteration-start", "Where each item of an iteration starts.")

/** Where the rounds of a loop start. */
export const loopStart = entry("loop-start", "Where each round of a loop starts.")

/** Ends the loop around it with the present round. */
export const loopEnd = entry("loop-end", "Ends the loop around it after this round.", "loop")
