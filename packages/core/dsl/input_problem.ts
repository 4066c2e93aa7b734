import { InputsInvalid, inputErrors } from "../error/input_errors.ts"
import { ValueNestedTooDeep, ValueTooLarge } from "../error/value_errors.ts"

const faultErrors = [...inputErrors, ValueNestedTooDeep, ValueTooLarge] as const

/** An error about the inputs of a run: the one problem, or `inputs_invalid` with all of them. */
export type StartInputError = InstanceType<(typeof faultErrors)[number]>

/** What is wrong with one value: its code and Dify's words. */
export interface InputFault {
  readonly code: Exclude<StartInputError["code"], "inputs_invalid">
  readonly message: string
}

/** One input that is wrong. */
export interface InputProblem extends InputFault {
  /** The name of the variable of the start node. */
  readonly variable: string
  readonly fix: string
}

const classes = new Map(faultErrors.map((inputError) => [inputError.declaration.code, inputError]))

/** A fault of the input of this name. */
export const inputProblem = (variable: string, { code, message }: InputFault): InputProblem => ({
  code,
  variable,
  message,
  fix: classes.get(code)?.declaration.remedy ?? ""
})

/**
 * The error that several problems add up to: of the very code and in Dify's words when there is one, else
 * `inputs_invalid`, whose `params.problems` are all of them. Undefined when there are none.
 */
export const inputErrorOf = (problems: ReadonlyArray<InputProblem>): StartInputError | undefined => {
  const [first, ...others] = problems
  if (first === undefined) return undefined
  const errorClass = classes.get(first.code)
  if (others.length === 0 && errorClass !== undefined) {
    return new errorClass({ message: first.message, params: { variable: first.variable } })
  }
  const message = `${problems.length} inputs are wrong: ${problems.map((problem) => problem.message).join("; ")}`
  return new InputsInvalid({ message, params: { problems } })
}
