import type { GraphEdge } from "../graph/run_graph.ts"
import { numberText, pythonText } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, property } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"

/** An edge, and where it stands in the file. */
export interface PlacedEdge extends GraphEdge {
  readonly pointer: string
}

/** Text, or what somebody forgot to quote: `true` and `1` are handles of old files. */
const handleText = (value: Value): string | undefined => {
  if (typeof value === "string") return value
  return typeof value === "boolean" ? String(value) : numberText(value)
}

const handleOf = (edge: ValueObject, pointer: string, problems: ProblemList): string => {
  const given = property(edge, "sourceHandle") ?? null
  if (given === null) return "source"
  const handle = handleText(given)
  const handlePointer = pointerTo(pointer, "sourceHandle")
  if (handle === undefined) problems.add("graph_edge_invalid", handlePointer, "sourceHandle must be text")
  else if (typeof given !== "string") {
    problems.warn("graph_edge_invalid", handlePointer, `sourceHandle must be text: write "${handle}" in quotes`)
  }
  return handle ?? "source"
}

/** The id of the node at an end of an edge, if there is such a node. */
const endOf = (
  edge: ValueObject,
  end: "source" | "target",
  known: ReadonlySet<string>,
  pointer: string,
  problems: ProblemList
): string | undefined => {
  const id = property(edge, end) ?? null
  const endPointer = pointerTo(pointer, end)
  if (typeof id !== "string" || id === "") {
    const message =
      id === null || id === "" ? `the edge has no ${end}` : `${end} ${pythonText(id)} must be text, in quotes`
    problems.add("graph_edge_invalid", endPointer, message)
    return undefined
  }
  if (known.has(id)) return id
  const message = `the edge names node "${id}" as its ${end}, which is not there`
  problems.add("graph_edge_unknown_node", endPointer, message, { meant: { name: id, known } })
  return undefined
}

/** The id of an edge; one that is missing or taken becomes `edge_` and the place in the list. */
const uniqueId = (given: Value | undefined, index: number, taken: Set<string>): string => {
  let id = typeof given === "string" && given !== "" ? given : `edge_${index}`
  for (let attempt = 0; taken.has(id); attempt++) id = `edge_${index}${"_".repeat(attempt)}`
  taken.add(id)
  return id
}

/** Reads the edges between known nodes in their order; null and absent are none. */
export const readEdges = (
  graph: ValueObject,
  graphPointer: string,
  known: ReadonlySet<string>,
  problems: ProblemList
): ReadonlyArray<PlacedEdge> => {
  const list = property(graph, "edges") ?? []
  const listPointer = pointerTo(graphPointer, "edges")
  if (!isValueArray(list)) {
    problems.add("graph_edges_invalid", listPointer, "edges must be a list")
    return []
  }
  const ids = new Set<string>()
  return list.flatMap((entry, index) => {
    const pointer = pointerTo(listPointer, index)
    if (!isValueObject(entry)) {
      problems.add("graph_edge_invalid", pointer, "an edge must be a mapping with source and target")
      return []
    }
    const source = endOf(entry, "source", known, pointer, problems)
    const target = endOf(entry, "target", known, pointer, problems)
    const sourceHandle = handleOf(entry, pointer, problems)
    if (source === undefined || target === undefined) return []
    return [{ id: uniqueId(property(entry, "id"), index, ids), source, target, sourceHandle, pointer }]
  })
}
