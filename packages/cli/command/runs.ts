import { Console, Effect } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { durationText } from "../format/duration_text.ts"
import { jsonOutput } from "../format/json_output.ts"
import { runDetailLines } from "../format/run_detail_lines.ts"
import { timeText } from "../format/time_text.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { runArgument } from "./_run_argument.ts"
import { pruneCommand } from "./_runs_prune.ts"
import { replayCommand } from "./_runs_replay.ts"
import { stopCommand } from "./_runs_stop.ts"
import { showList } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

const listCommand = Command.make(
  "list",
  {
    ...administrationOptions,
    workspace: workspaceOption,
    app: Flag.String("app").pipe(
      Flag.withMetavar("APP"),
      Flag.withDescription("Runs of this app only: its id, the beginning of it, or its name"),
      Flag.optional
    ),
    limit: Flag.Int("limit").pipe(
      Flag.withMetavar("N"),
      Flag.filter(
        (limit) => limit >= 1 && limit <= 10_000,
        () => "a number from 1 to 10000"
      ),
      Flag.withDescription("How many runs, the newest first; 20 without it"),
      Flag.withDefault(20)
    )
  },
  Effect.fnUntraced(function* (flags) {
    const request = { app: given(flags.app), limit: flags.limit, workspace: given(flags.workspace) }
    const runs = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.listRuns(request))
    )
    yield* showList(runs, {
      isJson: chosenFormat(flags) === "json",
      columns: ["run", "status", "started", "took", "steps", "from"],
      row: (run) => [
        run.id,
        run.status,
        timeText(run.created_at),
        run.finished_at === null ? "" : durationText(run.elapsed_time * 1000),
        String(run.total_steps),
        run.triggered_from
      ],
      empty:
        "Nothing has run yet; start a run through the server: POST /v1/workflows/run with a key of `flowglass keys create APP`"
    })
  })
).pipe(Command.withDescription("List runs, the newest first"))

const showCommand = Command.make(
  "show",
  { ...administrationOptions, run: runArgument },
  Effect.fnUntraced(function* (flags) {
    const run = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.showRun({ run: flags.run }))
    )
    yield* Console.log(chosenFormat(flags) === "json" ? jsonOutput(run, 2) : runDetailLines(run).join("\n"))
  })
).pipe(Command.withDescription("Show what went into a run and what came out"))

/** `flowglass runs list|show|stop|replay|prune`: the runs that a server keeps. */
export const runsCommand = Command.make("runs").pipe(
  Command.withDescription("List, show, stop, replay and prune the runs of a server"),
  Command.withSubcommands([listCommand, showCommand, stopCommand, replayCommand, pruneCommand])
)
