import { Effect, Schema } from "effect"
import { NodeDefect } from "../../error/run_errors.ts"
import { defineNode } from "../../node/define_node.ts"
import { boom } from "../../run/_test_nodes.ts"
import type { DurabilityMode } from "../durability.ts"
import type { SimulatedProcess } from "./_test_simulated_process.ts"

/** That a node does something, and whose it is. */
export interface NodeDeed {
  readonly runId: string
  readonly execution: string
  readonly attempt: number
  readonly mode: DurabilityMode
  /** Whether it leaves the process. */
  readonly isOutside: boolean
}

/** Where nodes tell what they do. */
export interface Outside {
  /** Called at that moment. */
  readonly done: (deed: NodeDeed) => void
  /** A text that nobody has said before. */
  readonly newText: () => string
}

/** A node that computes. */
export const computingNode = ({ mode }: SimulatedProcess, outside: Outside) =>
  defineNode({
    type: "computing",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({ from: Schema.String }),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [],
    example: { config: { from: "a" }, outputs: { v: 1 } },
    run: ({ from }, { runId, execution, attempt, variables }) => {
      outside.done({ runId, execution, attempt, mode, isOutside: false })
      const value = variables.get([from, "v"])
      return { outputs: { v: (typeof value === "number" ? value : 0) + 1 } }
    }
  })

/** A node that does something outside, in its time, and may fail a few times. */
export const outsideNode = (process: SimulatedProcess, outside: Outside) =>
  defineNode({
    type: "outside",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({ delay: Schema.Number, fails: Schema.Number }),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [NodeDefect],
    retries: true,
    external: true,
    example: { config: { delay: 0, fails: 0 }, outputs: { v: 1 } },
    run: ({ delay, fails }, { runId, execution, attempt }) =>
      Effect.gen(function* () {
        yield* Effect.sleep(delay)
        yield* process.alive
        if (process.isDead) return yield* Effect.never
        outside.done({ runId, execution, attempt, mode: process.mode, isOutside: true })
        yield* Effect.sleep(delay)
        yield* process.alive
        if (attempt < fails) return yield* Effect.fail(boom())
        return { outputs: { v: attempt } }
      })
  })

/** A node that says a few words, as models do: others each time. It may fail a few times after the first. */
export const speakingNode = (process: SimulatedProcess, outside: Outside) =>
  defineNode({
    type: "speaking",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({ delay: Schema.Number, words: Schema.Number, fails: Schema.Number }),
    outputs: () => [{ name: "text", type: "string", required: true }],
    errors: [NodeDefect],
    retries: true,
    external: true,
    example: { config: { delay: 0, words: 0, fails: 0 }, outputs: { text: "" } },
    run: ({ delay, words, fails }, { runId, execution, attempt, signal }) =>
      Effect.gen(function* () {
        outside.done({ runId, execution, attempt, mode: process.mode, isOutside: true })
        let said = ""
        for (let word = 0; word < words; word++) {
          yield* Effect.sleep(delay)
          yield* process.alive
          if (process.isDead) return yield* Effect.never
          if (attempt < fails && word > 0) return yield* Effect.fail(boom())
          const text = outside.newText()
          said += text
          signal({ kind: "chunk", output: "text", text })
        }
        signal({ kind: "chunk", output: "text", text: "" })
        return { outputs: { text: said } }
      })
  })
