import { Result, SchemaIssue } from "effect"
import type { BoundNode } from "../node/node_type.ts"
import { numberText, pythonText } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../value/value_object.ts"
import { configWords } from "./config_words.ts"
import { isNote } from "./is_note.ts"
import { pointerTo } from "./json_pointer.ts"
import { readNodePolicy } from "./node_policy.ts"
import type { Reading } from "./reading.ts"
import { type TargetTypes, targetTypes, withTargetTypes } from "./target_types.ts"
import type { WorkflowNode, WorkflowVariable } from "./workflow_document.ts"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** `data.type`; files made by generators have it beside `data` instead, where Dify has the shape on its canvas. */
const typeOf = (node: ValueObject, data: ValueObject): string | undefined => {
  const type = property(data, "type") ?? null
  if (type !== null) return typeof type === "string" && type !== "" ? type : undefined
  const shape = property(node, "type")
  return typeof shape === "string" && shape !== "" && !shape.startsWith("custom") ? shape : undefined
}

const versionOf = (data: ValueObject, pointer: string, { problems }: Reading): string => {
  const version = property(data, "version") ?? null
  if (version === null) return "1"
  if (typeof version === "string") return version
  const text = numberText(version) ?? pythonText(version)
  problems.warn("node_config_invalid", pointerTo(pointer, "version"), `version must be text: write "${text}" in quotes`)
  return text
}

const firstText = (...values: ReadonlyArray<Value | undefined>): string | undefined =>
  values.find((value): value is string => typeof value === "string" && value !== "")

const bind = (
  node: Pick<WorkflowNode, "id" | "type" | "version" | "data">,
  pointer: string,
  { registry, problems }: Reading
): BoundNode | undefined => {
  const found = registry.find(node.type, node.version)
  if (found === undefined) {
    problems.add(
      "node_type_unknown",
      pointerTo(pointer, "type"),
      `node "${node.id}": type "${node.type}" is not known`,
      {
        meant: { name: node.type, known: registry.types.map((type) => type.description.type) }
      }
    )
    return undefined
  }
  const bound = found.decode(node.data)
  if (Result.isSuccess(bound)) {
    for (const { path, message } of bound.success.ignores ?? []) {
      problems.warn("node_part_ignored", pointerTo(pointer, ...path), `node "${node.id}": ${message}`)
    }
    return bound.success
  }
  for (const { message, path } of issuesOf(bound.failure.issue).issues) {
    const keys = (path ?? []).map((key) => (typeof key === "object" ? key.key : key))
    const words = configWords(message, keys, node.data)
    problems.add("node_config_invalid", pointerTo(pointer, ...keys), `node "${node.id}": ${words}`)
  }
  return undefined
}

const idOf = (entry: ValueObject, pointer: string, { problems }: Reading): string | undefined => {
  const id = property(entry, "id") ?? null
  if (typeof id === "string" && id !== "") return id
  const message = id === null || id === "" ? "the node has no id" : `the id ${pythonText(id)} must be text, in quotes`
  problems.add("graph_node_id_missing", pointerTo(pointer, "id"), message)
  return undefined
}

const dataOf = (entry: ValueObject, id: string, pointer: string, { problems }: Reading): ValueObject => {
  const data = property(entry, "data")
  if (isValueObject(data)) return data
  problems.add("graph_node_data_invalid", pointerTo(pointer, "data"), `node "${id}": data must be a mapping`)
  return emptyObject()
}

const readNode = (entry: Value, pointer: string, reading: Reading, types: TargetTypes): WorkflowNode | undefined => {
  if (!isValueObject(entry)) {
    reading.problems.add("graph_node_invalid", pointer, "a node must be a mapping with id and data")
    return undefined
  }
  const id = idOf(entry, pointer, reading)
  if (id === undefined) return undefined
  const written = dataOf(entry, id, pointer, reading)
  const type = typeOf(entry, written)
  const data = withTargetTypes(type, written, types)
  const dataPointer = pointerTo(pointer, "data")
  if (type === undefined && isValueObject(property(entry, "data"))) {
    reading.problems.add("graph_node_type_missing", pointerTo(dataPointer, "type"), `node "${id}" has no type`)
  }
  const version = versionOf(data, dataPointer, reading)
  const node = { id, type: type ?? "", version, data }
  const bound = type === undefined ? undefined : bind({ ...node, type }, dataPointer, reading)
  const description = type === undefined ? undefined : reading.registry.find(type, version)?.description
  return {
    ...node,
    title: firstText(property(data, "title")) ?? id,
    bound,
    policy: readNodePolicy(data, dataPointer, description, reading.problems),
    parent: firstText(property(data, "iteration_id"), property(data, "loop_id"), property(entry, "parentId")),
    pointer
  }
}

/**
 * Reads the nodes of a graph in their order. Notes are dropped; of equal ids the first node stays; assigners learn the
 * types of their targets.
 */
export const readNodes = (
  graph: ValueObject,
  graphPointer: string,
  conversation: ReadonlyArray<WorkflowVariable>,
  reading: Reading
): ReadonlyArray<WorkflowNode> => {
  const list = property(graph, "nodes")
  const listPointer = pointerTo(graphPointer, "nodes")
  if (!isValueArray(list)) {
    reading.problems.add("graph_nodes_invalid", listPointer, "nodes must be a list")
    return []
  }
  if (list.every(isNote)) reading.problems.add("graph_nodes_invalid", listPointer, "the graph has no nodes")
  const nodes = new Map<string, WorkflowNode>()
  const types = targetTypes(graph, conversation)
  for (const [index, entry] of list.entries()) {
    if (isNote(entry)) continue
    const pointer = pointerTo(listPointer, index)
    const node = readNode(entry, pointer, reading, types)
    if (node === undefined) continue
    if (nodes.has(node.id)) {
      reading.problems.add("graph_node_id_duplicate", pointerTo(pointer, "id"), `node id "${node.id}" is there twice`)
    } else nodes.set(node.id, node)
  }
  return [...nodes.values()]
}
