import { type ListType, listTypeFrom } from "../node/assigner/target_type.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, objectFrom, property } from "../value/value_object.ts"
import { isNote } from "./is_note.ts"
import type { WorkflowVariable } from "./workflow_document.ts"

/** The declared types of lists that assigners can change, by scope and name. */
export type TargetTypes = ReadonlyMap<string, ListType>

const keyOf = (scope: string, name: string): string => `${scope}\u0000${name}`

const loopVariablesOf = (node: Value): ReadonlyArray<readonly [string, ListType]> => {
  if (!isValueObject(node) || isNote(node)) return []
  const id = property(node, "id")
  const data = property(node, "data")
  const isLoop = isValueObject(data) && property(data, "type") === "loop"
  const variables = isLoop ? property(data, "loop_variables") : undefined
  if (typeof id !== "string" || !isValueArray(variables)) return []
  return variables.flatMap((variable) => {
    const label = isValueObject(variable) ? property(variable, "label") : undefined
    const type = isValueObject(variable) ? property(variable, "var_type") : undefined
    const declared = listTypeFrom(type)
    return typeof label === "string" && declared !== undefined ? [[keyOf(id, label), declared] as const] : []
  })
}

/** The lists among the conversation variables of a workflow and the variables of its loops. */
export const targetTypes = (graph: ValueObject, conversation: ReadonlyArray<WorkflowVariable>): TargetTypes => {
  const nodes = property(graph, "nodes")
  return new Map([
    ...conversation.flatMap(({ name, type }) => {
      const declared = listTypeFrom(type)
      return declared === undefined ? [] : [[keyOf("conversation", name), declared] as const]
    }),
    ...(isValueArray(nodes) ? nodes.flatMap(loopVariablesOf) : [])
  ])
}

const withType = (target: ValueObject, selector: Value | undefined, types: TargetTypes): ValueObject => {
  const [scope, name] = isValueArray(selector) ? selector : []
  const declared = typeof scope === "string" && typeof name === "string" ? types.get(keyOf(scope, name)) : undefined
  return declared === undefined ? target : objectFrom([...Object.entries(target), ["variable_type", declared]])
}

/**
 * The `data` of an assigner with the declared types of the lists that it changes; of any other node as it is. They
 * belong to the node, so that a run that goes on elsewhere has them too.
 */
export const withTargetTypes = (type: string | undefined, data: ValueObject, types: TargetTypes): ValueObject => {
  if (type !== "assigner" || types.size === 0) return data
  const items = property(data, "items")
  if (!isValueArray(items)) return withType(data, property(data, "assigned_variable_selector"), types)
  const typed = items.map((item) =>
    isValueObject(item) ? withType(item, property(item, "variable_selector"), types) : item
  )
  return objectFrom([...Object.entries(data), ["items", typed]])
}
