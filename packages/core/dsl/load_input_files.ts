import { basename, resolve } from "node:path"
import { Effect, Predicate, Result } from "effect"
import type { StartVariable } from "../node/start/start_variable.ts"
import type { InputObject } from "../run/run_options.ts"
import { FileValue } from "../value/file_value.ts"
import { type InputProblem, inputErrorOf, inputProblem, type StartInputError } from "./input_problem.ts"
import { readBoundedFile } from "./read_bounded_file.ts"

/** How files of the machine are loaded. */
export interface LoadInputFilesOptions {
  /** The folder that relative paths start at; by default that of the process. */
  readonly folder?: string
  /** Bytes a file may have; by default 15 MB, Dify's upload limit. */
  readonly maximumSize?: number
}

const defaultMaximumSize = 15 * 1024 * 1024

const isMapping = (given: unknown): given is InputObject =>
  Predicate.isObject(given) && !Array.isArray(given) && !(given instanceof FileValue)

/** The mapping with the bytes of its path; a mapping without path, or with bytes, stays as it is. */
const load = Effect.fnUntraced(function* (given: unknown, variable: string, options: LoadInputFilesOptions) {
  if (!isMapping(given)) return given
  const { path, ...mapping } = given
  if (typeof path !== "string" || Predicate.isNotNullish(mapping.bytes)) return given
  const place = resolve(options.folder ?? ".", path)
  const bytes = yield* readBoundedFile(place, options.maximumSize ?? defaultMaximumSize).pipe(
    Effect.mapError(({ reason }) =>
      inputProblem(variable, { code: "input_file_invalid", message: `The file ${path} cannot be read: ${reason}` })
    )
  )
  return { transfer_method: "local_file", filename: basename(path), ...mapping, bytes }
})

/**
 * Reads the files that inputs name by `path`, before `validateInputs`. Only inputs of file variables are looked at. For
 * the command line and for code in this process: never call it with what came over the network.
 */
export const loadInputFiles = Effect.fn("loadInputFiles")(function* (
  variables: ReadonlyArray<StartVariable>,
  inputs: InputObject,
  options: LoadInputFilesOptions = {}
): Effect.fn.Return<InputObject, StartInputError> {
  const loaded: Record<string, unknown> = Object.assign(Object.create(null), inputs)
  const problems: Array<InputProblem> = []
  const read = (given: unknown, variable: string) =>
    Effect.map(Effect.result(load(given, variable, options)), (result) => {
      if (Result.isFailure(result)) problems.push(result.failure)
      return Result.getOrElse(result, () => null)
    })
  for (const { variable, type } of variables) {
    if (!Object.hasOwn(inputs, variable)) continue
    const given = inputs[variable]
    if (type === "file") loaded[variable] = yield* read(given, variable)
    if (type === "file-list" && Array.isArray(given)) {
      loaded[variable] = yield* Effect.forEach(given, (entry) => read(entry, variable))
    }
  }
  const error = inputErrorOf(problems)
  return error === undefined ? loaded : yield* error
})
