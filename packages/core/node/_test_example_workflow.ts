import type { Selector } from "../value/selector.ts"
import { toPlain } from "../value/to_plain.ts"
import { Float, type Value } from "../value/value.ts"
import { valueType } from "../value/value_type.ts"
import type { NodeDescription } from "./define_node.ts"

interface Json {
  readonly [name: string]: unknown
}

interface Graph {
  readonly nodes: ReadonlyArray<Json>
  /** Source and target. */
  readonly edges: ReadonlyArray<readonly [string, string]>
}

/** The example of a node type as a file, and the inputs of its run. */
export interface ExampleWorkflow {
  readonly text: string
  readonly inputs: { readonly [name: string]: unknown }
}

const node = (id: string, type: string, data: Json = {}): Json => ({ id, data: { type, title: id, ...data } })

/** Dify's name for the type of a variable of the file. */
const declaredType = (value: Value): string =>
  typeof value === "number" || value instanceof Float ? "number" : valueType(value)

const variables = ({ example }: NodeDescription, scope: string): ReadonlyArray<Json> =>
  Object.entries(example.variables?.[scope] ?? {}).map(([name, value]) => {
    return { name, value_type: declaredType(value), value: toPlain(value) }
  })

/** The container around a node type that works in one only, and the nodes in it. */
const surroundings: ReadonlyMap<string, readonly [container: Json, inside: ReadonlyArray<string>]> = new Map([
  ["iteration-start", [{ type: "iteration", iterator_selector: ["start", "items"] }, ["iteration-start"]]],
  ["loop-start", [{ type: "loop", loop_count: 2 }, ["loop-start"]]],
  ["loop-end", [{ type: "loop", loop_count: 2 }, ["loop-start", "loop-end"]]]
])

const surrounded = (container: Json, inside: ReadonlyArray<string>): Graph => ({
  nodes: [
    node("start", "given-start", { values: { items: [1, 2] }, missing: [] }),
    node("around", "", { ...container, start_node_id: inside[0], output_selector: ["start", "items"] }),
    ...inside.map((type) => node(type, type, { [`${container.type}_id`]: "around" }))
  ],
  edges: [["start", "around"], ...inside.slice(1).map((target, index) => [inside[index] ?? "", target] as const)]
})

const graphOf = (description: NodeDescription, read: ReadonlyArray<Selector>): Graph => {
  const { example, type, version } = description
  const tested = node(type, type, { ...example.config, version })
  const surrounding = surroundings.get(type)
  if (surrounding !== undefined) return surrounded(...surrounding)
  if (description.kind === "root") return { nodes: [tested], edges: [] }
  const scopes = new Set(["start", ...Object.keys(example.variables ?? {}), ...read.map(([scope = ""]) => scope)])
  for (const scope of ["env", "conversation", "sys", type]) scopes.delete(scope)
  const givers = Array.from(scopes, (scope) => {
    const values = example.variables?.[scope] ?? {}
    const names = read.flatMap(([from, name = ""]) => (from === scope ? [name] : []))
    const missing = names.filter((name) => !Object.hasOwn(values, name))
    return node(scope, scope === "start" ? "given-start" : "given", { values: toPlain({ ...values }), missing })
  })
  const ids = [...scopes, type]
  return {
    nodes: [...givers, tested],
    edges: ids.slice(1).map((target, index) => [ids[index] ?? "", target])
  }
}

/**
 * The file in which the example of a node type runs, as the node with the id of its type; `read` are the
 * variables that this node reads.
 */
export const exampleWorkflow = (description: NodeDescription, read: ReadonlyArray<Selector>): ExampleWorkflow => {
  const { example, type } = description
  const { nodes, edges } = graphOf(description, read)
  const isChat = type === "answer" || Object.hasOwn(example.variables ?? {}, "conversation")
  return {
    inputs: description.kind === "root" ? (example.variables?.[type] ?? {}) : {},
    text: JSON.stringify({
      kind: "app",
      version: "0.6.0",
      app: { mode: isChat ? "advanced-chat" : "workflow", name: type },
      workflow: {
        environment_variables: variables(description, "env"),
        conversation_variables: variables(description, "conversation"),
        graph: { nodes, edges: edges.map(([source, target]) => ({ source, target, sourceHandle: "source" })) }
      }
    })
  }
}
