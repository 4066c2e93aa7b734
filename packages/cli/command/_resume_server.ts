import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import type { PausedForm } from "@flowglass/core"
import { HumanInputFormAmbiguous, HumanInputFormNotFound } from "@flowglass/core/error"
import { Console, Effect, Option, Predicate } from "effect"
import { answerConsoleForm, type ConsoleForm, consoleForms } from "../administration/console_forms.ts"
import { findConsoleRun, showConsoleRun } from "../administration/console_runs.ts"
import { type Console as ConsoleSession, openConsole } from "../administration/console_session.ts"
import { exactMembers } from "../administration/exact_data.ts"
import { type SignInSource, signInOptions } from "../administration/sign_in_options.ts"
import type { RunDetailView } from "../administration/views.ts"
import { ServerVerbUnavailable } from "../error/administration_errors.ts"
import { word } from "../format/form_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { runDetailLines } from "../format/run_detail_lines.ts"
import { notWaiting, showForms } from "./_asked_forms.ts"
import type { GivenAnswer, ResumeRequest } from "./_resume_request.ts"
import { runExitCode } from "./_run_exit_code.ts"
import { CommandEnded } from "./command_ended.ts"
import type { OutputFormat } from "./output_format.ts"

/** How often a server is asked how far a run is. */
const pace = "500 millis"

/** The one form that an answer is for. */
const chosenForm = (forms: ReadonlyArray<ConsoleForm>, node: string | undefined) => {
  const meant = forms.filter(({ form }) => node === undefined || [form.node_id, form.form_id].includes(node))
  const [found, ...others] = meant
  const names = forms.map(({ form }) => `${form.node_id} (${form.form_id})`).join(", ")
  if (found === undefined) {
    const message = `No form of ${JSON.stringify(node)} waits. These do: ${names}`
    return Effect.fail(new HumanInputFormNotFound({ message }))
  }
  if (others.length === 0) return Effect.succeed(found)
  const message = `Several forms wait; name the node or the form with --node: ${names}`
  return Effect.fail(new HumanInputFormAmbiguous({ message }))
}

const namesPath = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(namesPath) : Predicate.hasProperty(value, "path")

/** The fields as a server reads them. It has no way for files of this machine. */
const plainInputs = Effect.fnUntraced(function* (form: PausedForm, { inputs }: GivenAnswer) {
  const local = form.inputs.find(
    ({ type, output_variable_name }) =>
      (type === "file" || type === "file-list") && namesPath(inputs[output_variable_name])
  )
  if (local !== undefined) {
    const message = `The console API cannot take the file of ${JSON.stringify(local.output_variable_name)} from this machine.`
    return yield* new ServerVerbUnavailable({ message })
  }
  return exactMembers(inputs)
})

/** How a run stands once its form was answered and nothing goes on by itself. */
const restOf = Effect.fnUntraced(function* (server: ConsoleSession, run: string, answered: string) {
  while (true) {
    const shown = yield* showConsoleRun(server, { run })
    const forms = shown.status === "paused" ? yield* consoleForms(server, run) : []
    // Another process may still be about to take the answer.
    const isAtWork = shown.status === "running" || forms.some(({ form }) => form.form_id === answered)
    if (!isAtWork) return { shown, forms }
    yield* Effect.sleep(pace)
  }
})

const showRest = (run: RunDetailView, format: OutputFormat) => {
  if (format === "text") return Console.log(runDetailLines(run).join("\n"))
  return Console.log(jsonOutput(run, format === "json" ? 2 : undefined))
}

/** Answers a run of a server through its console API, and shows what became of it. */
export const resumeOnServer = Effect.fnUntraced(
  function* (source: SignInSource, name: string, { answer, format, record }: ResumeRequest) {
    if (Option.isSome(record)) {
      const message = "The console API cannot hand out the record of a run."
      return yield* new ServerVerbUnavailable({ message })
    }
    const server = yield* openConsole(yield* signInOptions(source))
    const { id } = (yield* findConsoleRun(server, name)).run
    const ask = (forms: ReadonlyArray<ConsoleForm>) =>
      showForms(id, format, { forms: forms.map(({ form }) => form), options: `--server ${word(source.server)}` })
    const asked = yield* consoleForms(server, id)
    if (asked.length === 0) return yield* notWaiting()
    if (answer.action === undefined) return yield* ask(asked)
    const { form, token } = yield* chosenForm(asked, answer.node)
    yield* answerConsoleForm(server, token, { action: answer.action, inputs: yield* plainInputs(form, answer) })
    const { shown, forms } = yield* restOf(server, id, form.form_id)
    yield* showRest(shown, format)
    if (forms.length > 0 && format === "text") return yield* ask(forms)
    const exitCode = runExitCode(shown.status)
    if (exitCode !== 0) return yield* new CommandEnded({ exitCode })
  },
  Effect.scoped,
  Effect.provide(NodeHttpClient.layerNodeHttp)
)
