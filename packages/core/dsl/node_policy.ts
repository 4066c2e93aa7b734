import { Result } from "effect"
import type { ErrorStrategy, NodePolicy } from "../graph/compiled_graph.ts"
import { plainBooleanFrom } from "../node/config/plain_boolean.ts"
import { plainNumberFrom } from "../node/config/plain_number.ts"
import type { NodeDescription } from "../node/define_node.ts"
import { pythonText } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../value/value_object.ts"
import { readDefaultValue } from "./default_value.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"

const strategies: ReadonlyMap<Value, ErrorStrategy> = new Map<Value, ErrorStrategy>([
  [null, "none"],
  ["", "none"],
  ["none", "none"],
  ["fail-branch", "fail-branch"],
  ["default-value", "default-value"]
])

const readStrategy = (data: ValueObject, pointer: string, problems: ProblemList): ErrorStrategy => {
  const given = property(data, "error_strategy") ?? null
  const strategy = strategies.get(given)
  if (strategy !== undefined) return strategy
  const message = `"${pythonText(given)}" is no error strategy; there are fail-branch and default-value`
  problems.add("error_strategy_invalid", pointerTo(pointer, "error_strategy"), message)
  return "none"
}

const readDefaultValues = (data: ValueObject, pointer: string, problems: ProblemList): ValueObject => {
  const values = emptyObject()
  const list = property(data, "default_value") ?? []
  const listPointer = pointerTo(pointer, "default_value")
  if (!isValueArray(list)) {
    problems.add("default_value_invalid", listPointer, "default_value must be a list of key, type and value")
    return values
  }
  for (const [index, entry] of list.entries()) {
    const read = isValueObject(entry) ? readDefaultValue(entry) : Result.fail("a default value must be a mapping")
    if (Result.isSuccess(read)) values[read.success[0]] = read.success[1]
    else problems.add("default_value_invalid", pointerTo(listPointer, index), read.failure)
  }
  return values
}

/** A count of a retry config: Dify takes whole numbers, also where they are written as floats or texts. */
const readCount = (config: ValueObject, name: string, pointer: string, problems: ProblemList): number => {
  const count = plainNumberFrom(property(config, name) ?? 0)
  if (count !== undefined && Number.isInteger(count) && count >= 0) return count
  problems.add("error_strategy_invalid", pointerTo(pointer, name), `${name} must be a whole number, 0 or more`)
  return 0
}

interface Retry {
  readonly maximumRetries: number
  /** Milliseconds. */
  readonly retryInterval: number
}

const readRetry = (data: ValueObject, pointer: string, problems: ProblemList): Retry => {
  const config = property(data, "retry_config") ?? null
  if (config === null) return { maximumRetries: 0, retryInterval: 0 }
  const configPointer = pointerTo(pointer, "retry_config")
  if (!isValueObject(config)) {
    problems.add("error_strategy_invalid", configPointer, "retry_config must be a mapping")
    return { maximumRetries: 0, retryInterval: 0 }
  }
  const maximumRetries = readCount(config, "max_retries", configPointer, problems)
  const retryInterval = readCount(config, "retry_interval", configPointer, problems)
  const isEnabled = plainBooleanFrom(property(config, "retry_enabled") ?? false)
  if (isEnabled === undefined) {
    problems.add(
      "error_strategy_invalid",
      pointerTo(configPointer, "retry_enabled"),
      "retry_enabled must be true or false"
    )
  }
  return { maximumRetries: isEnabled === true ? maximumRetries : 0, retryInterval }
}

/**
 * What happens when a node fails: its strategy, default values and retries. A node type that does not retry has none;
 * default values on a branch node are a problem, because no branch could be selected.
 */
export const readNodePolicy = (
  data: ValueObject,
  pointer: string,
  description: NodeDescription | undefined,
  problems: ProblemList
): NodePolicy => {
  const strategy = readStrategy(data, pointer, problems)
  if (strategy === "default-value" && description?.kind === "branch") {
    const message = `a node of type ${description.type} selects a branch, so it cannot go on with default values`
    problems.add("default_value_on_branch_node", pointerTo(pointer, "error_strategy"), message)
  }
  const defaultValue = readDefaultValues(data, pointer, problems)
  const { maximumRetries, retryInterval } = readRetry(data, pointer, problems)
  return {
    strategy,
    defaultValue,
    maximumRetries: description?.retries === true ? maximumRetries : 0,
    retryInterval
  }
}
