import { Result } from "effect"
import { AssignmentOperationUnsupported, AssignmentValueInvalid } from "../../error/assigner_errors.ts"
import { isTruthy } from "../../value/is_truthy.ts"
import { parseJson } from "../../value/parse_json.ts"
import { pythonText } from "../../value/python_text.ts"
import type { Value, ValueArray } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import type { ValueType } from "../../value/value_type.ts"
import { type Arithmetic, calculate } from "./arithmetic.ts"
import { elementFits, valueFits } from "./value_fits.ts"
import { zeroValue } from "./zero_value.ts"

/** What an assigner can do to a variable. */
export type Operation =
  | Arithmetic
  | "over-write"
  | "clear"
  | "append"
  | "extend"
  | "set"
  | "remove-first"
  | "remove-last"

/** Where the value comes from: another variable, or the node itself. */
export type InputType = "variable" | "constant"

type Refusal = AssignmentOperationUnsupported | AssignmentValueInvalid

const scalars: ReadonlySet<ValueType> = new Set(["object", "string", "integer", "float", "boolean"])
const numbers: ReadonlySet<ValueType> = new Set(["integer", "float"])
const isArithmetic = (operation: Operation): operation is Arithmetic => operation.length === 2

const isSupported = (operation: Operation, type: ValueType): boolean => {
  if (operation === "over-write" || operation === "clear") return true
  if (operation === "set") return scalars.has(type)
  return isArithmetic(operation) ? numbers.has(type) : type.startsWith("array")
}

const takesInput = (operation: Operation, type: ValueType, input: InputType): boolean => {
  if (input === "variable") return operation !== "set" && !isArithmetic(operation)
  return (
    scalars.has(type) &&
    (operation === "over-write" || operation === "set" || (isArithmetic(operation) && numbers.has(type)))
  )
}

/** Refuses an operation that does not go with a variable of this type; undefined when it does. */
export const refuseOperation = (operation: Operation, type: ValueType, input: InputType): Refusal | undefined => {
  if (!isSupported(operation, type)) {
    return new AssignmentOperationUnsupported({ message: `Operation ${operation} is not supported for type ${type}` })
  }
  if (takesInput(operation, type, input)) return undefined
  const message = `Input type ${input} is not supported for operation ${operation}`
  return new AssignmentOperationUnsupported({ message })
}

const invalid = (value: Value): Result.Result<Value, Refusal> =>
  Result.fail(new AssignmentValueInvalid({ message: `Invalid input value ${pythonText(value)}` }))

/** Only `set` reads JSON: text that is written over an object does not fit it. */
const readObject = (value: Value): Value =>
  typeof value === "string" ? Result.getOrElse(parseJson(value), () => value) : value

const onList = (
  operation: Operation,
  list: ValueArray,
  type: ValueType,
  value: Value
): Result.Result<Value, Refusal> => {
  if (operation === "remove-first") return Result.succeed(list.slice(1))
  if (operation === "remove-last") return Result.succeed(list.slice(0, -1))
  if (operation === "append") return elementFits(type, value) ? Result.succeed([...list, value]) : invalid(value)
  return isValueArray(value) && valueFits(list, type, value) ? Result.succeed([...list, ...value]) : invalid(value)
}

/** The value of a variable of this type after an operation that goes with it. */
export const assign = (
  operation: Operation,
  current: Value,
  type: ValueType,
  given: Value
): Result.Result<Value, Refusal> => {
  if (operation === "clear") {
    const zero = zeroValue(current)
    const message = `unsupported variable type: ${type}`
    return zero === undefined ? Result.fail(new AssignmentOperationUnsupported({ message })) : Result.succeed(zero)
  }
  const value = operation === "set" && type === "object" ? readObject(given) : given
  if (operation === "set" || operation === "over-write") {
    return valueFits(current, type, value) ? Result.succeed(value) : invalid(value)
  }
  if (!isArithmetic(operation)) return onList(operation, isValueArray(current) ? current : [], type, value)
  if (!valueFits(current, type, value) || (operation === "/=" && !isTruthy(value))) return invalid(value)
  return Result.succeed(calculate(operation, current, value))
}
