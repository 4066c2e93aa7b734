import { Result, Schema } from "effect"
import { StartVariable } from "../node/start/start_variable.ts"
import { validateInputs } from "./start_inputs.ts"

/** For tests: a variable of a start node, called `x`. */
export const inputVariable = (type: string, more: object = {}) =>
  Schema.decodeUnknownSync(StartVariable)({ variable: "x", type, ...more })

/** For tests: the value an input becomes, or the code and message of the refusal. */
export const readInputOf = (of: StartVariable, given?: unknown): unknown =>
  Result.match(validateInputs([of], given === undefined ? {} : { x: given }), {
    onSuccess: (values) => values.x,
    onFailure: ({ code, message }) => `${code}: ${message}`
  })
