import type { StoredRun } from "@flowglass/core"
import type { InspectionScope } from "@flowglass/inspector"
import { Console, Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { errorStyle } from "../format/style.ts"
import { FollowedRun } from "../local/followed_run.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { isAbandoned } from "../local/run_owner.ts"
import { type AnyRun, chooseAnyRun } from "./_any_run.ts"
import { followRun, followToEnd } from "./_follow_run.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { inspectHere } from "./_inspect_here.ts"
import type { Inspection } from "./_show_inspection.ts"
import { storeOptions } from "./_store_options.ts"
import { chosenFormat, streamFormat } from "./output_format.ts"

/** Whether it is no wonder that nobody works on a run: it has ended, or waits for somebody. */
const rests = (run: StoredRun): boolean => {
  const last = run.facts().at(-1)?.kind
  return last === "run_finished" || last === "run_paused"
}

/** A run without an end whose process is gone reads "running" for ever; say so. */
const tellAbandoned = Effect.fnUntraced(function* ({ run, source }: AnyRun) {
  if (source.kind !== "file" || !source.isLocal || rests(run) || !(yield* isAbandoned(source.file))) return
  const style = yield* errorStyle
  yield* Console.error(`${style.warn("warning")} run_abandoned: the process of this run ended before the run did`)
})

/** The engine is loaded for workflow files only. */
const showWorkflow = Effect.fnUntraced(function* (
  file: string,
  imports: ReadonlyArray<string>,
  inspection: Inspection
) {
  const [{ engineLayer }, { neverRun }] = yield* Effect.promise(() =>
    Promise.all([import("./_engine.ts"), import("./_never_run.ts")])
  )
  const host = yield* importNodes(imports)
  const run = yield* Effect.provide(neverRun(file), engineLayer(host))
  yield* inspectHere(run, { ...inspection, neverRan: true }, {})
})

/** `flowglass inspect RUN|last|FILE [NODE [OUTPUT]]`: what every node of a run produced. */
export const inspectCommand = Command.make(
  "inspect",
  {
    ...streamFormat,
    ...storeOptions,
    follow: Flag.Boolean("follow").pipe(
      Flag.withAlias("f"),
      Flag.withoutNegation,
      Flag.withDescription("Show changes until the run ends"),
      Flag.withDefault(false)
    ),
    path: Flag.Literals("path", ["draft", "published"]).pipe(
      Flag.withDescription("Look through one of Dify's two doors only: draft runs, or published ones"),
      Flag.optional
    ),
    import: importOption,
    run: Argument.String("run").pipe(
      Argument.withDescription(
        "The beginning of a run id, `last`, a record file (- is standard input), or a workflow file"
      )
    ),
    node: Argument.String("node").pipe(Argument.withDescription("Show this node only"), Argument.optional),
    output: Argument.String("output").pipe(Argument.withDescription("Show the whole value"), Argument.optional)
  },
  Effect.fnUntraced(
    function* (flags) {
      const format = chosenFormat(flags)
      const scope = Option.match(flags.path, { onNone: (): InspectionScope => ({}), onSome: (path) => ({ path }) })
      const inspection = { node: flags.node, output: flags.output, format }
      if (Option.isSome(flags.server)) {
        const from = { server: flags.server.value, passwordFile: Option.getOrUndefined(flags.passwordFile) }
        const { inspectServer } = yield* Effect.promise(() => import("./_inspect_server.ts"))
        return yield* inspectServer(from, flags.run, { ...inspection, path: scope.path, follow: flags.follow })
      }
      if (/\.ya?ml$/i.test(flags.run)) return yield* showWorkflow(flags.run, flags.import, inspection)
      const chosen = yield* chooseAnyRun(flags.run, Option.getOrUndefined(flags.data))
      if (!flags.follow) {
        yield* tellAbandoned(chosen)
        return yield* inspectHere(chosen.run, inspection, scope)
      }
      if (Option.isNone(inspection.node) && format !== "json") return yield* followRun(chosen, format, scope)
      const run = new FollowedRun(chosen.run)
      yield* followToEnd(run, chosen)
      yield* inspectHere(run, inspection, scope)
    },
    Effect.scoped,
    Effect.provide(LocalRuns.layer)
  )
).pipe(
  Command.withDescription("Show what every node of a run produced"),
  Command.withExamples([
    { command: "flowglass inspect last", description: "All nodes of the latest run" },
    { command: "flowglass inspect last greeter text", description: "The whole value of one output" },
    { command: "flowglass inspect last --follow", description: "Watch a run of another terminal" }
  ])
)
