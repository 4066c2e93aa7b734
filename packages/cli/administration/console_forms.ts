import { PausedForm } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { ServerAnswerUnknown } from "../error/administration_errors.ts"
import { called } from "./console_call.ts"
import type { Console } from "./console_session.ts"

/** A form of a run of a server, and what it is answered with there. */
export interface ConsoleForm {
  readonly form: PausedForm
  readonly token: string
}

const decode = Schema.decodeUnknownEffect(PausedForm)

/** What a run of a server waits for; a form stands for its own place in the run, which the console does not tell. */
export const consoleForms = Effect.fnUntraced(function* (console: Console, run_id: string) {
  const call = called(console)
  const { paused_nodes } = yield* call(console.api.pausedRuns.pauseDetails({ params: { run_id } }))
  return yield* Effect.forEach(paused_nodes, ({ node_id, node_title, pause_type: { form_id, form_token } }) =>
    Effect.gen(function* () {
      const { user_actions, ...view } = yield* call(console.api.pausedRuns.readForm({ params: { form_token } }))
      const form = yield* Effect.mapError(
        decode({
          TYPE: "human_input_required",
          form_id,
          node_id,
          node_title,
          execution: form_id,
          display_in_ui: true,
          actions: user_actions,
          ...view
        }),
        ({ message }) =>
          new ServerAnswerUnknown({ message: `A form of ${console.origin} is not understood: ${message}` })
      )
      const asked: ConsoleForm = { form, token: form_token }
      return asked
    })
  )
})

/** Answers a form of a server. */
export const answerConsoleForm = (
  console: Console,
  token: string,
  payload: { readonly action: string; readonly inputs: { readonly [name: string]: unknown } }
) => called(console)(console.api.pausedRuns.submitForm({ params: { form_token: token }, payload }))
