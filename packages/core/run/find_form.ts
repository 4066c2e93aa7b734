import { Result } from "effect"
import { didYouMean, withHint } from "../error/hint.ts"
import {
  HumanInputFormAmbiguous,
  HumanInputFormExpired,
  HumanInputFormNotFound,
  HumanInputFormSubmitted,
  RunNotPaused
} from "../error/human_input_errors.ts"
import type { AskedForm, ClosedForm, FormLedger } from "./form_ledger.ts"
import type { ResumeOptions } from "./resume_options.ts"

/** Why there is no form that an answer could be for. */
export type FindFormError =
  | RunNotPaused
  | HumanInputFormNotFound
  | HumanInputFormAmbiguous
  | HumanInputFormSubmitted
  | HumanInputFormExpired

/** Which form an answer is for. */
export type FormName = Pick<ResumeOptions, "node" | "form">

const isMeant = ({ form: asked }: AskedForm, { form, node }: FormName): boolean =>
  (form === undefined || asked.form_id === form) &&
  (node === undefined || asked.node_id === node || asked.execution === node)

const shown = (text: string): string => JSON.stringify(text.slice(0, 100))

const listed = (forms: ReadonlyArray<AskedForm>): string => {
  const places = forms.slice(0, 10).map(({ form }) => form.execution)
  return `${places.join(", ")}${forms.length > places.length ? " ..." : ""}`
}

/** The error about a form whose time is over. */
export const formExpired = ({ form }: AskedForm): HumanInputFormExpired =>
  new HumanInputFormExpired({ message: `The form of node ${form.node_id} (${form.form_id}) has expired.` })

/** The error about a form that somebody else has answered. */
export const formSubmitted = ({ form }: AskedForm): HumanInputFormSubmitted =>
  new HumanInputFormSubmitted({ message: `The form of node ${form.node_id} (${form.form_id}) was answered already.` })

const closedError = (closed: ClosedForm): FindFormError => {
  if (closed.end === "expired") return formExpired(closed)
  if (closed.end === "submitted") return formSubmitted(closed)
  return new RunNotPaused({ message: `The run ended before the form of node ${closed.form.node_id} was answered.` })
}

const nothingFound = (waiting: ReadonlyArray<AskedForm>, name: FormName): FindFormError => {
  if (waiting.length === 0) return new RunNotPaused({ message: "The run does not wait for anybody." })
  const wanted = name.form ?? name.node ?? ""
  const error = new HumanInputFormNotFound({
    message: `Nobody is asked by ${shown(wanted)}; there are: ${listed(waiting)}`
  })
  return withHint(
    error,
    didYouMean(
      wanted,
      waiting.map(({ form }) => form.node_id)
    )
  )
}

/** The form that an answer is for. The only one that waits needs no name. */
export const findForm = (ledger: FormLedger, name: FormName): Result.Result<AskedForm, FindFormError> => {
  const waiting = [...ledger.waiting.values()]
  const [found, ...others] = waiting.filter((asked) => isMeant(asked, name))
  if (found !== undefined) {
    if (others.length === 0) return Result.succeed(found)
    const message = `${others.length + 1} forms wait: ${listed([found, ...others])}`
    return Result.fail(new HumanInputFormAmbiguous({ message }))
  }
  const isNamed = name.form !== undefined || name.node !== undefined
  const closed = isNamed ? [...ledger.closed.values()].findLast((asked) => isMeant(asked, name)) : undefined
  return Result.fail(closed === undefined ? nothingFound(waiting, name) : closedError(closed))
}
