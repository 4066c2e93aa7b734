import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { formView } from "../form/form_view.ts"
import { type FormReader, HumanForms } from "../form/human_forms.ts"
import { appOfMode } from "./app_of_mode.ts"
import { requiredUser } from "./end_user_name.ts"
import { ServiceApi } from "./service_api.ts"

const reader = Effect.map(
  appOfMode("workflow", "advanced-chat"),
  ({ tenantId, id }): FormReader => ({ surface: "service", tenantId, appId: id })
)

export const formHandlers = HttpApiBuilder.group(
  ServiceApi,
  "forms",
  Effect.fnUntraced(function* (handlers) {
    const forms = yield* HumanForms
    return handlers.handleAll({
      readForm: Effect.fnUntraced(function* ({ params }) {
        return formView(yield* forms.read(yield* reader, params.form_token))
      }),
      submitForm: Effect.fnUntraced(function* ({ params, payload }) {
        const asker = yield* reader
        yield* requiredUser(payload.user)
        yield* forms.submit(asker, params.form_token, payload)
        return {}
      })
    })
  })
)
