import type { StoredRun } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import type { Value } from "../value/value.ts"
import { FormLedger } from "./form_ledger.ts"
import { isPausedForm, type PausedForm } from "./paused_form.ts"
import { secretsOf } from "./secrets_of.ts"

/** A form as it is shown: without secrets. */
export const shownForm = (form: PausedForm, mask: (value: Value) => Value): PausedForm => {
  const shown = mask(form)
  return isPausedForm(shown) ? shown : form
}

/** The forms that a stored run waits for, in the order in which they were asked, without secrets. */
export const waitingForms = (run: Pick<StoredRun, "accepted" | "graph" | "facts">): ReadonlyArray<PausedForm> => {
  const mask = makeSecretMask(secretsOf(run.graph, run.accepted))
  return Array.from(FormLedger.of(run.facts()).waiting.values(), ({ form }) => shownForm(form, mask))
}
