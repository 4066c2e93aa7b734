import { assert, describe, expect, it } from "@effect/vitest"
import type { BoundNode, NodeServices, NodeType, OutputDeclaration } from "@flowglass/core"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect, Result } from "effect"
import { graphWorkflow } from "../core/run/_test_graph_workflow.ts"
import { startNode } from "../core/run/_test_nodes.ts"
import { valueType } from "../core/value/value_type.ts"
import { endEngineRun } from "./_test_engine_run.ts"
import { MadeRun } from "./_test_made_run.ts"
import type { OutputStatus } from "./run_snapshot.ts"
import { runView } from "./run_view.ts"

const nodes: ReadonlyArray<NodeType<NodeServices<(typeof builtinNodes)[number]>>> = builtinNodes

/** A built-in node of its example's config. It has no services, and does not run. */
const boundExample = (node: (typeof nodes)[number]): BoundNode => {
  const decoded = node.decode(node.description.example.config)
  if (Result.isFailure(decoded)) throw decoded.failure
  return { ...decoded.success, requirements: undefined, run: () => Effect.die("this node does not run") }
}

const nameOf = ({ description }: { readonly description: NodeType["description"] }): string =>
  `${description.type} ${description.version}`

/** What each node type of Dify declares for its example, with Dify's types. A new type is added here. */
const declared: { readonly [name: string]: string } = {
  "start 1": "name string",
  "end 1": "greeting string",
  "answer 1": "answer string, files array[file]",
  "llm 1": "text string, reasoning_content string, usage object, finish_reason string, files array[file]",
  "if-else 1": "result boolean, selected_case_id string",
  "code 1": "greeting string, length number",
  "template-transform 1": "output string",
  "http-request 1": "status_code number, body string, headers object, files array[file]",
  "variable-aggregator 1": "output string",
  "variable-assigner 1": "output string",
  "assigner 2": "",
  "assigner 1": "",
  "iteration 1": "output array",
  "iteration-start 1": "",
  "loop 1": "names array[string], loop_round number",
  "loop-start 1": "",
  "loop-end 1": "",
  "human-input 1": "note string, __action_id string, __rendered_content string, __action_value string",
  "agent 2": "text string, files array[file], json object",
  "agent 1": "text string, usage object, files array[file], json array[object]",
  "tool 1": "text string, files array[file], json array[object]",
  "knowledge-retrieval 1": "result array[object]",
  "question-classifier 1": "class_name string, class_label string, class_id string, usage object",
  "list-operator 1": "result array[string], first_record string, last_record string",
  "document-extractor 1": "text array[string]",
  "parameter-extractor 1": "__is_success number, __reason string, __usage object, city string",
  "trigger-webhook 1": "X_Source string, page number, title string, _webhook_raw object",
  "trigger-schedule 1": "",
  "trigger-plugin 1": "",
  "datasource 1": "datasource_type string, file file",
  "knowledge-index 1": "dataset_id string, document_id string, batch string, display_status string"
}

const typeText = ({ type, item }: OutputDeclaration): string => (item === undefined ? `${type}` : `${type}[${item}]`)

const statuses = (run: MadeRun): ReadonlyArray<OutputStatus> =>
  runView(run)
    .node("n")
    ?.outputs.map((output) => output.status) ?? []

const fits = (declaration: OutputDeclaration, type: string): boolean => {
  if (type === "none") return !declaration.required
  if (type === "integer" || type === "float") return declaration.type === "number"
  return declaration.type === (type.startsWith("array") ? "array" : type)
}

describe("outputs of built-in nodes", () => {
  it("the table has every built-in node type, and only those", () => {
    expect(Object.keys(declared).toSorted()).toEqual(nodes.map(nameOf).toSorted())
  })

  for (const node of nodes) {
    const name = nameOf(node)
    const { example } = node.description
    const { outputs } = boundExample(node)
    const made = () => new MadeRun([{ id: "n", type: node.description.type, outputs }])

    it(`${name}: declared before it ran, then pending, running, ready or not_produced, failed`, () => {
      expect(outputs.map((output) => `${output.name} ${typeText(output)}`).join(", ")).toBe(declared[name])
      const all = (status: OutputStatus) => outputs.map(() => status)
      expect(statuses(made())).toEqual(all("pending"))
      expect(statuses(made().started("n"))).toEqual(all("running"))
      expect(statuses(made().started("n").finished("n", { status: "failed" }))).toEqual(all("failed"))
      expect(statuses(made().started("n").finished("n", { status: "exception" }))).toEqual(all("failed"))
      expect(statuses(made().started("n").finished("n", { status: "stopped" }))).toEqual(all("failed"))
      expect(statuses(made().started("n").finished("n"))).toEqual(all("not_produced"))
      const ready = outputs.map((output) => (Object.hasOwn(example.outputs, output.name) ? "ready" : "not_produced"))
      expect(statuses(made().started("n").finished("n", { outputs: example.outputs }))).toEqual(ready)
    })

    it(`${name}: what its example produces was declared, with the type it has`, () => {
      for (const [output, value] of Object.entries(example.outputs)) {
        const declaration = outputs.find((candidate) => candidate.name === output)
        assert.isDefined(declaration)
        assert.isTrue(declaration.type === null || fits(declaration, valueType(value)), `${output} ${valueType(value)}`)
      }
    })
  }

  for (const node of nodes.filter(({ description }) => description.external === true)) {
    it.effect(`${nameOf(node)}: the engine's mock of it produces nothing undeclared`, () =>
      Effect.gen(function* () {
        const type: NodeType = { description: node.description, decode: () => Result.succeed(boundExample(node)) }
        const nodes = [
          { id: "s", type: startNode },
          { id: "n", type }
        ]
        const run = yield* endEngineRun(graphWorkflow(nodes, [["s", "n"]]), {}, { mockExternals: true })
        const shown = runView(run).node("n")
        expect(shown).toMatchObject({ node_status: "ready", mocked: true })
        expect(shown?.outputs.filter((output) => output.inferred === true)).toEqual([])
      })
    )
  }
})
