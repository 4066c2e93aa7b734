import type { GraphNode, RunGraph } from "../graph/run_graph.ts"
import { jsonText } from "../value/json_text.ts"
import type { Value } from "../value/value.ts"
import { isValueObject, objectFrom } from "../value/value_object.ts"

/** The data of a node together with what the graph keeps beside it: files may have the type elsewhere. */
const dataOf = ({ type, version, data }: GraphNode): Value => {
  const given = isValueObject(data) ? Object.entries(data) : []
  return objectFrom([["type", type], ...(version === "1" ? [] : [["version", version] as const]), ...given])
}

const nodeOf = (node: GraphNode): Value => ({
  id: node.id,
  type: "custom",
  data: dataOf(node),
  ...(node.parent === undefined ? {} : { parentId: node.parent })
})

/** YAML refuses these raw, or reads them as line breaks; escaped they are the same text to it. */
const rawInJson = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** The graph of a run as the text of a Dify file again (JSON, which is YAML): so it can be loaded like any other. */
export const workflowText = (graph: RunGraph): string =>
  jsonText({
    app: { mode: graph.mode, name: graph.name },
    kind: "app",
    ...(graph.dslVersion === null ? {} : { version: graph.dslVersion }),
    workflow: {
      graph: {
        nodes: graph.nodes.map(nodeOf),
        edges: graph.edges.map((edge): Value => ({ ...edge, targetHandle: "target" }))
      }
    }
  }).replace(rawInJson, escaped)
