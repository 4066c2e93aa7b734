import { createHash } from "node:crypto"
import type { Problem } from "../dsl/problem.ts"
import type { WorkflowDocument, WorkflowNode } from "../dsl/workflow_document.ts"
import { compileGraph } from "../graph/compile_graph.ts"
import type { GraphNode, RunGraph } from "../graph/run_graph.ts"
import type { BoundNode } from "../node/node_type.ts"
import { encodeValue } from "../value/encode_value.ts"
import { planStream } from "./stream_plan.ts"
import type { Workflow } from "./workflow.ts"

/** A digest in the shape of a UUID, because Dify's clients expect one as workflow id. */
const digest = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const graphNode = (node: WorkflowNode, bound: BoundNode): GraphNode => ({
  id: node.id,
  type: node.type,
  version: node.version,
  title: node.title,
  data: node.data,
  outputs: bound.outputs,
  ...(node.parent === undefined ? {} : { parent: node.parent })
})

/** The nodes of a document that can run; in a document without errors, all. */
const runnable = (
  document: WorkflowDocument
): ReadonlyArray<{ readonly node: WorkflowNode; readonly bound: BoundNode }> =>
  document.nodes.flatMap((node) => (node.bound === undefined ? [] : [{ node, bound: node.bound }]))

/** Compiles a document whose problems are at most warnings. */
export const compileWorkflow = (document: WorkflowDocument, warnings: ReadonlyArray<Problem>): Workflow => {
  const nodes = runnable(document)
  const graphNodes = nodes.map(({ node, bound }) => graphNode(node, bound))
  const content = graphNodes.map((node) => ({ ...node, outputs: undefined, data: encodeValue(node.data) }))
  const graph: RunGraph = {
    name: document.name,
    mode: document.mode,
    dslVersion: document.dslVersion ?? null,
    hash: digest(JSON.stringify([content, document.edges])),
    nodes: graphNodes,
    edges: document.edges,
    root: document.root ?? "",
    secretNames: document.environment.filter((variable) => variable.type === "secret").map((variable) => variable.name)
  }
  const compiled = compileGraph({
    graph,
    bound: nodes.map(({ bound }) => bound),
    policies: nodes.map(({ node }) => node.policy)
  })
  return {
    name: document.name,
    compiled,
    plan: planStream(compiled),
    startVariables: document.startVariables,
    environment: document.environment,
    conversation: document.conversation,
    warnings
  }
}
