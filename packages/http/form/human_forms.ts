import {
  type AppAddress,
  type ClosedForm,
  FormLedger,
  formDeadline,
  type InputObject,
  type PausedForm,
  RunStore,
  type StoredRun,
  WorkflowRunner,
  waitingForms
} from "@flowglass/core"
import {
  HumanInputFormExpired,
  HumanInputFormSubmitted,
  StoredValueUnreadable,
  StoreUnavailable
} from "@flowglass/core/error"
import { Clock, Context, Effect, Layer } from "effect"
import { NotFound } from "../error/http_errors.ts"
import { InvalidFormData } from "../error/service_errors.ts"
import { outliving } from "../run/outliving.ts"
import type { FormReadError, FormSubmitError } from "./form_errors.ts"
import { type FormSurface, FormTokens } from "./form_tokens.ts"

/** Whose forms are looked at, and from where. */
export interface FormReader extends Pick<AppAddress, "tenantId"> {
  readonly surface: FormSurface
  /** The app of the key; whoever is signed in sees the forms of all apps of the workspace. */
  readonly appId?: string
}

/** What somebody says to a form. */
export interface FormSubmission {
  readonly action: string
  readonly inputs: InputObject
}

const notFound = (): NotFound => new NotFound({ message: "Form not found" })

const expired = (formId: string): HumanInputFormExpired =>
  new HumanInputFormExpired({ message: `This form has expired, form_id=${formId}` })

const submitted = (formId: string): HumanInputFormSubmitted =>
  new HumanInputFormSubmitted({ message: `This form has already been submitted by another user, form_id=${formId}` })

/** A form whose run was stopped waits for nobody any more, as one whose time is over. */
const closedError = ({ form, end }: ClosedForm): HumanInputFormSubmitted | HumanInputFormExpired =>
  end === "submitted" ? submitted(form.form_id) : expired(form.form_id)

type Declared = { readonly code: string; readonly message: string }

/** What an answer was refused with, as the routes say it; undefined for what no answer can cause. */
const refusalOf = (formId: string, error: Declared): FormSubmitError | undefined => {
  const { code, message } = error
  switch (code) {
    case "human_input_action_unknown":
    case "human_input_field_missing":
    case "human_input_field_invalid":
    case "value_too_large":
    case "value_not_storable":
      return new InvalidFormData({ message, params: { code } })
    case "human_input_form_submitted":
      return submitted(formId)
    case "human_input_form_expired":
    // The run was stopped in this very moment.
    case "run_not_paused":
      return expired(formId)
    case "human_input_form_not_found":
    case "workflow_run_not_found":
      return notFound()
    case "run_taken_over":
    case "store_unavailable":
      return new StoreUnavailable({ message })
    case "stored_value_unreadable":
      return new StoredValueUnreadable({ message })
    default:
      return undefined
  }
}

const isOf = ({ accepted }: StoredRun, { tenantId, appId }: FormReader): boolean =>
  accepted.tenantId === tenantId && (appId === undefined || accepted.appId === appId)

/** Forms of paused runs, by their tokens: a foreign token, a guessed one and none at all are the same. */
export class HumanForms extends Context.Service<
  HumanForms,
  {
    readonly read: (reader: FormReader, token: string) => Effect.Effect<PausedForm, FormReadError>
    /** Answers a form; its run goes on whatever becomes of the request. The first answer wins. */
    readonly submit: (reader: FormReader, token: string, answer: FormSubmission) => Effect.Effect<void, FormSubmitError>
  }
>()("@flowglass/http/form/HumanForms") {
  static readonly layer: Layer.Layer<HumanForms, never, RunStore | WorkflowRunner | FormTokens> = Layer.effect(
    HumanForms,
    Effect.gen(function* () {
      const runs = yield* RunStore
      const runner = yield* WorkflowRunner
      const tokens = yield* FormTokens

      const find = Effect.fnUntraced(function* (reader: FormReader, token: string) {
        const named = tokens.read(reader.surface, token)
        const run = named === undefined ? undefined : yield* runs.find(named.runId)
        if (named === undefined || run === undefined || !isOf(run, reader)) return yield* notFound()
        const { waiting, closed } = FormLedger.of(run.facts())
        const over = closed.get(named.formId)
        if (over !== undefined) return yield* closedError(over)
        const asked = waiting.get(named.formId)
        const shown = waitingForms(run).find(({ form_id }) => form_id === named.formId)
        if (asked === undefined || shown === undefined) return yield* notFound()
        return { asked, shown, run }
      })

      const read = Effect.fn("HumanForms.read")(function* (reader: FormReader, token: string) {
        const { asked, shown, run } = yield* find(reader, token)
        const isOver = formDeadline(asked, run.accepted.limits).at <= (yield* Clock.currentTimeMillis)
        return isOver ? yield* expired(shown.form_id) : shown
      })

      const submit = Effect.fn("HumanForms.submit")(function* (
        reader: FormReader,
        token: string,
        { action, inputs }: FormSubmission
      ) {
        const { shown, run } = yield* find(reader, token)
        const form = shown.form_id
        const resumed = outliving(runner.resume(run.accepted.runId, { form, action, inputs }))
        yield* Effect.catch(resumed, (error): Effect.Effect<never, FormSubmitError> => {
          const refusal = refusalOf(form, error)
          return refusal === undefined ? Effect.die(error) : Effect.fail(refusal)
        })
      })

      return HumanForms.of({ read, submit })
    })
  )
}
