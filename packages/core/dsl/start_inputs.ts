import { Result } from "effect"
import type { StartVariable } from "../node/start/start_variable.ts"
import type { InputObject } from "../run/run_options.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import { inputFile } from "./input_file.ts"
import {
  type InputFault,
  type InputProblem,
  inputErrorOf,
  inputProblem,
  type StartInputError
} from "./input_problem.ts"
import { isUsable, readInput } from "./input_value.ts"

export type { StartInputError } from "./input_problem.ts"

const missing = (variable: StartVariable): Result.Result<Value, InputFault> =>
  Result.fail({ code: "input_required", message: `${variable.variable} is required in input form` })

/** Null and absent mean the default, unless the variable is required. */
const readVariable = (variable: StartVariable, given: InputObject): Result.Result<Value, InputFault> => {
  const value = Object.hasOwn(given, variable.variable) ? given[variable.variable] : undefined
  if (value !== undefined && value !== null) return readInput(variable, value)
  if (variable.required) return missing(variable)
  return variable.default === null ? Result.succeed(null) : readInput(variable, variable.default)
}

/**
 * Checks the inputs of a run against the variables of its start node, and converts them: text to numbers and truths,
 * mappings to files. Inputs nobody declared are dropped. All problems are found at once, in Dify's words; unlike there,
 * a number of a wrong type is a problem like any other, an optional select may be left empty, and a file without a type
 * is judged by what its name and media type tell.
 *
 * Codes: `input_required`, `input_type_mismatch`, `input_too_long`, `input_not_an_option`, `input_file_invalid`,
 * `input_file_not_allowed`, `input_json_schema_mismatch`, `input_type_unsupported`, `value_nested_too_deep`,
 * `value_too_large`; several: `inputs_invalid`.
 *
 * @example
 * ```ts
 * import { Result, Schema } from "effect"
 * import { StartVariable, validateInputs } from "@flowglass/core"
 *
 * const age = Schema.decodeUnknownSync(StartVariable)({ variable: "age", type: "number", required: true })
 * Result.getOrThrow(validateInputs([age], { age: "41" })).age // => 41
 * Result.getOrThrow(Result.flip(validateInputs([age], {}))).message // => "age is required in input form"
 * ```
 */
export const validateInputs = (
  variables: ReadonlyArray<StartVariable>,
  given: InputObject
): Result.Result<ValueObject, StartInputError> => {
  const values = emptyObject()
  const problems: Array<InputProblem> = []
  for (const variable of variables) {
    const read = readVariable(variable, given)
    if (Result.isSuccess(read)) values[variable.variable] = read.success
    else problems.push(inputProblem(variable.variable, read.failure))
  }
  const error = inputErrorOf(problems)
  return error === undefined ? Result.succeed(values) : Result.fail(error)
}

/**
 * The files of a message (`sys.files`), from mappings as for inputs; as in Dify, entries that say nowhere where their
 * file is are left out. All problems at once: `input_file_invalid`; no list at all: `input_type_mismatch`.
 */
export const readFiles = (given: unknown): Result.Result<ReadonlyArray<Value>, StartInputError> => {
  const files: Array<Value> = []
  const problems: Array<InputProblem> = []
  if (!Array.isArray(given)) {
    problems.push(inputProblem("sys.files", { code: "input_type_mismatch", message: "files must be a list of files" }))
  }
  for (const entry of Array.isArray(given) ? given.filter(isUsable) : []) {
    const file = inputFile(entry)
    if (Result.isSuccess(file)) files.push(file.success)
    else problems.push(inputProblem("sys.files", { code: "input_file_invalid", message: file.failure }))
  }
  const error = inputErrorOf(problems)
  return error === undefined ? Result.succeed(files) : Result.fail(error)
}
