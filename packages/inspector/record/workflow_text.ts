import { jsonText, type RunGraph, type Value } from "@flowglass/core"

/** The graph of a run as the text of a Dify file again (JSON, which is YAML): so it can be loaded like any other. */
export const workflowText = (graph: RunGraph): string => {
  const nodes = graph.nodes.map((node): Value => ({ id: node.id, type: "custom", data: node.data }))
  const edges = graph.edges.map((edge): Value => ({ ...edge, targetHandle: "target" }))
  return jsonText({
    app: { mode: graph.mode, name: graph.name },
    kind: "app",
    ...(graph.dslVersion === null ? {} : { version: graph.dslVersion }),
    workflow: { graph: { nodes, edges } }
  })
}
