import { Result } from "effect"
import type { InputFault } from "../dsl/input_problem.ts"
import { readInput } from "../dsl/input_value.ts"
import { HumanInputActionUnknown, HumanInputFieldInvalid, HumanInputFieldMissing } from "../error/human_input_errors.ts"
import { ValueTooLarge } from "../error/value_errors.ts"
import type { FormAnswer } from "../node/form.ts"
import { renderedLength } from "../node/human_input/rendered_content.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { weighFields } from "../value/weigh_fields.ts"
import { type FindFormError, findForm, formExpired } from "./find_form.ts"
import { formDeadline } from "./form_deadline.ts"
import type { AskedForm, FormLedger } from "./form_ledger.ts"
import { formVariables } from "./form_variables.ts"
import type { PausedForm } from "./paused_form.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { RunLimits } from "./run_limits.ts"

/** What is wrong with an answer. The form stays open for another one. */
export type AnswerError = HumanInputActionUnknown | HumanInputFieldMissing | HumanInputFieldInvalid | ValueTooLarge

/** An answer that fits its form. */
export interface CheckedAnswer {
  readonly asked: AskedForm
  readonly answer: FormAnswer
}

/** An answer as a caller gives it. */
type GivenAnswer = Pick<ResumeOptions, "action" | "inputs">

interface FieldProblem extends InputFault {
  readonly field: string
}

const invalid = (problems: ReadonlyArray<FieldProblem>): HumanInputFieldInvalid =>
  new HumanInputFieldInvalid({ message: problems.map(({ message }) => message).join("; "), params: { problems } })

/** The values of all fields; names that are none of the form's are left out, as Dify does. */
const readFields = (form: PausedForm, inputs: GivenAnswer["inputs"] = {}): Result.Result<ValueObject, AnswerError> => {
  const variables = formVariables(form)
  const missing = variables.filter(({ variable }) => !Object.hasOwn(inputs, variable))
  if (missing.length > 0) {
    const names = missing.map(({ variable }) => variable).join(", ")
    return Result.fail(new HumanInputFieldMissing({ message: `Missing required inputs: ${names}` }))
  }
  const values: Array<readonly [string, Value]> = []
  const problems: Array<FieldProblem> = []
  for (const variable of variables) {
    const read = readInput(variable, inputs[variable.variable])
    if (Result.isSuccess(read)) values.push([variable.variable, read.success])
    else problems.push({ field: variable.variable, ...read.failure })
  }
  return problems.length === 0 ? Result.succeed(objectFrom(values)) : Result.fail(invalid(problems))
}

const checkAction = (form: PausedForm, action: string): Result.Result<void, AnswerError> =>
  form.actions.some(({ id }) => id === action)
    ? Result.void
    : Result.fail(new HumanInputActionUnknown({ message: `Invalid action: ${action.slice(0, 100)}` }))

/** The values become outputs, and the text of the form with them: what is too much for those is too much here. */
const checkSize = (form: PausedForm, values: ValueObject, limit: number): Result.Result<void, AnswerError> => {
  const size = weighFields(values, limit).size + renderedLength(form, values)
  return size <= limit
    ? Result.void
    : Result.fail(new ValueTooLarge({ message: `The answer has more than ${limit} characters` }))
}

/** The form that an answer is for, and the answer as values; or what is wrong with it, at a moment in milliseconds. */
export const checkAnswer = (
  ledger: FormLedger,
  limits: Pick<RunLimits, "formTime" | "outputSize">,
  options: ResumeOptions,
  now: number
): Result.Result<CheckedAnswer, FindFormError | AnswerError> =>
  Result.gen(function* () {
    const asked = yield* findForm(ledger, options)
    if (formDeadline(asked, limits).at <= now) return yield* Result.fail(formExpired(asked))
    yield* checkAction(asked.form, options.action)
    const values = yield* readFields(asked.form, options.inputs)
    yield* checkSize(asked.form, values, limits.outputSize)
    return { asked, answer: { action: options.action, values } }
  })
