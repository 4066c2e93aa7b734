import { Effect, Schema } from "effect"
import { NodeDefect } from "../../error/run_errors.ts"
import { iterationStart } from "../../node/container_entries.ts"
import { defineNode } from "../../node/define_node.ts"
import { iteration } from "../../node/iteration.ts"
import { NodeFailure } from "../../node/node_failure.ts"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { askNode } from "../../run/_test_paused_run.ts"
import type { Workflow } from "../../run/workflow.ts"

/** What a process does while a node has done its work outside, and has not said so yet. */
export interface KilledWorkflowOptions {
  /** Counts what nodes do outside: `POST /?key=` with the run, the execution and the attempt. */
  readonly effects: string
  readonly onEffect: (nodeId: string) => void
}

/** A row of nodes that compute and nodes that leave the process, a parallel iteration of such, and a question. */
export const killedWorkflow = ({ effects, onEffect }: KilledWorkflowOptions): Workflow => {
  const effect = defineNode({
    type: "effect",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [NodeDefect],
    external: true,
    example: { config: {}, outputs: { v: 1 } },
    run: (_config, { runId, execution, attempt, nodeId }) =>
      Effect.tryPromise({
        try: (signal) =>
          fetch(`${effects}/?key=${encodeURIComponent(`${runId} ${execution} ${attempt}`)}`, {
            method: "POST",
            signal
          }),
        catch: () => new NodeFailure(new NodeDefect({ message: "the server of the test does not answer" }))
      }).pipe(
        Effect.map(() => {
          onEffect(nodeId)
          return { outputs: { v: 1 } }
        })
      )
  })
  return graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "a", type: incrementNode, config: { from: "s" } },
      { id: "first", type: effect },
      {
        id: "each",
        type: iteration,
        config: {
          start_node_id: "each-start",
          iterator_selector: ["s", "v"],
          output_selector: ["inner", "v"],
          is_parallel: true,
          parallel_nums: 2,
          error_handle_mode: "terminated"
        }
      },
      { id: "each-start", type: iterationStart, parent: "each" },
      { id: "inner", type: effect, parent: "each" },
      askNode("ask"),
      { id: "last", type: effect },
      { id: "b", type: incrementNode, config: { from: "last" } }
    ],
    [
      ["s", "a"],
      ["a", "first"],
      ["first", "each"],
      ["each-start", "inner"],
      ["each", "ask"],
      ["ask", "last", "yes"],
      ["last", "b"]
    ]
  )
}

/** How many items its iteration has. */
export const killedItems = [1, 2, 3]
