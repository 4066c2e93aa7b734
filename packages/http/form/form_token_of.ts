import type { FormTokenOf } from "../stream/wire_source.ts"
import type { FormSurface, FormTokens } from "./form_tokens.ts"

/**
 * The tokens of the forms of a run on a surface. Through the key of an app a form can be answered that has the delivery
 * method `webapp`; who is signed in can answer every form of the workspace.
 */
export const formTokenOf =
  (tokens: FormTokens["Service"], surface: FormSurface, runId: string): FormTokenOf =>
  ({ form_id, display_in_ui }) =>
    surface === "service" && !display_in_ui ? null : tokens.make(surface, { runId, formId: form_id })
