import type { Value } from "../value/value.ts"
import { isValueArray, isValueObject } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"
import type { WorkflowNode } from "./workflow_document.ts"

const keywords = new Set(["pattern", "patternProperties"])

const find = (value: Value, pointer: string, problems: ProblemList): void => {
  const members = isValueArray(value) ? value.entries() : isValueObject(value) ? Object.entries(value) : []
  for (const [name, member] of members) {
    const place = pointerTo(pointer, name)
    if (typeof name === "string" && keywords.has(name)) {
      const message = `"${name}" of the JSON schema is not checked here: a pattern could run for ever`
      problems.warn("node_config_invalid", place, message)
    } else find(member, place, problems)
  }
}

/** Warns of rules in JSON schemas of inputs that are not looked at. */
export const warnUncheckedPatterns = (start: WorkflowNode, problems: ProblemList): void => {
  const variables = start.data.variables
  if (!isValueArray(variables)) return
  for (const [index, variable] of variables.entries()) {
    const schema = isValueObject(variable) ? variable.json_schema : undefined
    if (schema !== undefined)
      find(schema, pointerTo(start.pointer, "data", "variables", index, "json_schema"), problems)
  }
}
