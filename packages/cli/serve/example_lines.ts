import { AccountStore } from "@flowglass/core"
import { Inspector, type RunSnapshot } from "@flowglass/inspector"
import { Effect } from "effect"
import { demoTable } from "../demo/demo_table.ts"
import { durationText } from "../format/duration_text.ts"
import { oneLine } from "../format/safe_text.ts"
import { outputStyle } from "../format/style.ts"
import { CommandName } from "../format/typed_advice.ts"
import { shownIdLength } from "../local/find_run.ts"
import { localEmail, type OpenedExample } from "./example_app.ts"

const lookLines = (id: string, { node_outputs }: RunSnapshot, command: string): ReadonlyArray<string> => {
  const greeter = node_outputs.find(({ node_id }) => node_id === "greeter")
  if (greeter?.outputs.some(({ name }) => name === "text") !== true) return [`look inside    ${command} inspect ${id}`]
  return [
    `look inside    ${command} inspect ${id} greeter text`,
    `wrong on purpose  ${command} inspect ${id} greeter txt   -> node_output_not_declared`
  ]
}

/** What is told about the example app once the server is ready. */
export const exampleLines = Effect.fnUntraced(function* (example: OpenedExample) {
  const command = yield* CommandName
  const snapshot = yield* (yield* Inspector).snapshot(example.runId)
  const { password, app, runId, status, elapsed } = example
  const id = runId.slice(0, shownIdLength)
  return [
    `sign in        ${localEmail} / ${password ?? "your password"}   (later: ${command} accounts reset ${localEmail})`,
    `example app    "${oneLine(app.name)}"   run ${id}   ${status} in ${durationText(elapsed)}`,
    ...demoTable(snapshot, yield* outputStyle),
    ...lookLines(id, snapshot, command),
    `your own file  ${command} run my-app.yml --mock-externals`
  ]
})

/** The same for programs; the password is there once only. */
export const exampleJson = ({ password, app, runId, status }: OpenedExample) => ({
  email: localEmail,
  password: password ?? null,
  app_id: app.id,
  run_id: runId,
  status
})

/** How an installation that nobody has set up yet gets its first account. */
export const setupLines = Effect.gen(function* () {
  if ((yield* (yield* AccountStore).setupAt) !== undefined) return []
  return [`first account  ${yield* CommandName} workspaces create NAME --owner EMAIL`]
})
