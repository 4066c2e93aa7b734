import { Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { PausedRunNotKept } from "../error/local_run_errors.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { chooseAnyRun } from "./_any_run.ts"
import { type HostParts, importNodes, importOption } from "./_import_nodes.ts"
import { jsonArgument } from "./_json_argument.ts"
import { resumeLocal } from "./_resume_local.ts"
import type { ResumeRequest } from "./_resume_request.ts"
import { checkRecordFile } from "./_run_recorder.ts"
import { storeOptions } from "./_store_options.ts"
import { chosenFormat, streamFormat } from "./output_format.ts"

/** Goes on with a run of this machine: of `flowglass run`, or of a server. */
const resumeHere = Effect.fnUntraced(function* (
  word: string,
  data: string | undefined,
  parts: HostParts,
  request: ResumeRequest
) {
  const { run, source } = yield* chooseAnyRun(word, data)
  if (source.kind === "store") {
    const { resumeStored } = yield* Effect.promise(() => import("./_resume_stored.ts"))
    return yield* resumeStored({ run, source }, parts, request)
  }
  if (source.isLocal) return yield* resumeLocal(run, parts, request)
  const message = `Nothing can go on with a record file; name the run of ${source.file} by its id.`
  return yield* new PausedRunNotKept({ message })
})

/** `flowglass resume RUN`: answers what a paused run asks, and goes on with it; without an action it shows what is asked. */
export const resumeCommand = Command.make(
  "resume",
  {
    ...streamFormat,
    ...storeOptions,
    node: Flag.String("node").pipe(
      Flag.withMetavar("NODE"),
      Flag.withDescription("The node that asks, where several do; in a container its place: root/loop_1[2]/ask"),
      Flag.optional
    ),
    action: Flag.String("action").pipe(
      Flag.withMetavar("ACTION"),
      Flag.withDescription("The id of the chosen action; without it the command shows what is asked"),
      Flag.optional
    ),
    inputs: Flag.String("inputs").pipe(
      Flag.withMetavar("JSON|@FILE"),
      Flag.withDescription("Every field of the form"),
      Flag.optional
    ),
    record: Flag.String("record").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("Write the run into this file, to inspect, compare and test it later"),
      Flag.optional
    ),
    import: importOption,
    run: Argument.String("run").pipe(Argument.withDescription("The beginning of a run id, or `last`"))
  },
  Effect.fnUntraced(
    function* (flags) {
      const parts = yield* importNodes(flags.import)
      const inputs = Option.isSome(flags.inputs) ? yield* jsonArgument("--inputs", flags.inputs.value) : {}
      yield* checkRecordFile(flags.record)
      const answer = {
        action: Option.getOrUndefined(flags.action),
        inputs,
        ...(Option.isSome(flags.node) ? { node: flags.node.value } : {})
      }
      const request = { answer, format: chosenFormat(flags), record: flags.record }
      if (Option.isNone(flags.server)) {
        return yield* resumeHere(flags.run, Option.getOrUndefined(flags.data), parts, request)
      }
      const from = { server: flags.server.value, passwordFile: Option.getOrUndefined(flags.passwordFile) }
      const { resumeOnServer } = yield* Effect.promise(() => import("./_resume_server.ts"))
      yield* resumeOnServer(from, flags.run, request)
    },
    Effect.scoped,
    Effect.provide(LocalRuns.layer)
  )
).pipe(
  Command.withDescription("Answer what a paused run asks, and go on with it"),
  Command.withExamples([
    { command: "flowglass resume last", description: "Show what the latest run asks" },
    {
      command: 'flowglass resume last --action publish --inputs \'{"note": "fine"}\'',
      description: "Answer it, and go on"
    }
  ])
)
