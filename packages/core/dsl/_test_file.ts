import { testRegistry } from "./_test_registry.ts"
import type { Problem } from "./problem.ts"
import { readWorkflow, type WorkflowReading } from "./read_workflow.ts"

/** For tests: a part of a file, written as data. */
export interface TestData {
  readonly [name: string]: unknown
}

/** For tests: a node with its data; what belongs beside the data goes into `beside`. */
export const node = (id: string, type: string, data: TestData = {}, beside: TestData = {}): TestData => ({
  id,
  data: { type, ...data },
  ...beside
})

/** For tests: an edge; its id tells its ends. */
export const edge = (source: string, target: string, sourceHandle = "source"): TestData => ({
  id: `${source}-${target}`,
  source,
  target,
  sourceHandle
})

/** For tests: edges from each node to the next. */
export const chain = (...ids: ReadonlyArray<string>): ReadonlyArray<TestData> =>
  ids.slice(1).map((id, index) => edge(ids[index] ?? "", id))

/** For tests: reads a workflow app with these nodes and edges, written as JSON. */
export const readGraph = (
  nodes: ReadonlyArray<unknown>,
  edges: ReadonlyArray<unknown> = [],
  workflow: TestData = {}
): WorkflowReading => {
  const app = { mode: "workflow", name: "test" }
  const file = { app, kind: "app", version: "0.6.0", workflow: { graph: { nodes, edges }, ...workflow } }
  return readWorkflow(JSON.stringify(file), testRegistry)
}

/** For tests: problems as `code pointer`. */
export const places = (problems: ReadonlyArray<Problem>): ReadonlyArray<string> =>
  problems.map(({ code, pointer }) => `${code} ${pointer}`)
