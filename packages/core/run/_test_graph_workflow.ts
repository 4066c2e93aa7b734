import { Result } from "effect"
import { compileGraph } from "../graph/compile_graph.ts"
import type { NodePolicy } from "../graph/compiled_graph.ts"
import type { NodeType } from "../node/node_type.ts"
import { isTrusted } from "../node/trusted_types.ts"
import { planStream } from "./stream_plan.ts"
import type { Workflow } from "./workflow.ts"

/** A node of a graph that a test builds in code. */
export interface TestNode {
  readonly id: string
  readonly type: NodeType
  readonly config?: { readonly [name: string]: unknown }
  readonly policy?: Partial<NodePolicy>
  /** The container it is inside. */
  readonly parent?: string
}

/** An edge: source, target, and the handle unless it is `source`. */
export type TestEdge = readonly [string, string, string?]

const policy: NodePolicy = { strategy: "none", defaultValue: {}, maximumRetries: 0, retryInterval: 0 }

/** What a test says of a graph beside its nodes and edges. */
interface TestGraphOptions {
  /** The first node unless another one is named. */
  readonly root?: string
  readonly secretNames?: ReadonlyArray<string>
}

/** A workflow from nodes and edges, without a file. */
export const graphWorkflow = (
  nodes: ReadonlyArray<TestNode>,
  edges: ReadonlyArray<TestEdge>,
  options: TestGraphOptions = {}
): Workflow => {
  const bound = nodes.map((node) => ({
    ...Result.getOrThrow(node.type.decode({ ...node.config })),
    isTrusted: isTrusted(node.type)
  }))
  const compiled = compileGraph({
    graph: {
      name: "test",
      mode: "workflow",
      dslVersion: null,
      hash: "test",
      root: options.root ?? nodes[0]?.id ?? "",
      secretNames: options.secretNames ?? [],
      nodes: nodes.map((node, index) => ({
        id: node.id,
        type: node.type.description.type,
        version: node.type.description.version,
        title: node.id,
        data: null,
        outputs: bound[index]?.outputs ?? [],
        ...(node.parent === undefined ? {} : { parent: node.parent })
      })),
      edges: edges.map(([source, target, handle], index) => ({
        id: `edge_${index}`,
        source,
        target,
        sourceHandle: handle ?? "source"
      }))
    },
    bound,
    policies: nodes.map((node) => ({ ...policy, ...node.policy }))
  })
  return {
    name: "test",
    compiled,
    plan: planStream(compiled),
    startVariables: [],
    environment: [],
    conversation: [],
    warnings: []
  }
}
