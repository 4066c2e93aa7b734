import { defineError } from "@flowglass/core/error"

/** The beginning of a run id fits several runs. */
export class RunIdAmbiguous extends defineError<RunIdAmbiguous>()({
  code: "run_id_ambiguous",
  status: 409,
  family: "store",
  title: "Several runs begin with this id",
  remedy: "Give more characters of the id."
}) {}

/** The folder with the runs of this machine cannot be read. */
export class LocalRunsUnreadable extends defineError<LocalRunsUnreadable>()({
  code: "local_runs_unreadable",
  status: 500,
  family: "store",
  title: "The folder with the runs cannot be read",
  remedy: "Check the permissions of the folder, or set FLOWGLASS_HOME to another one."
}) {}

/** The run cannot be kept for `inspect last`. The run itself goes on; this is a warning. */
export class LocalRunsNotWritable extends defineError<LocalRunsNotWritable>()({
  code: "local_runs_not_writable",
  status: 500,
  family: "store",
  title: "The run cannot be kept on this machine",
  remedy: "Check the permissions of the folder, or set FLOWGLASS_HOME to another one."
}) {}

/** The file of `--record` cannot be written. */
export class RecordNotWritable extends defineError<RecordNotWritable>()({
  code: "record_not_writable",
  status: 400,
  family: "record",
  title: "The record cannot be written",
  remedy: "Check that the folder exists and may be written to."
}) {}

/** A record file cannot be read. */
export class RecordUnreadable extends defineError<RecordUnreadable>()({
  code: "record_unreadable",
  status: 400,
  family: "record",
  title: "The record file cannot be read",
  remedy: "Check the path and the permissions."
}) {}

/** The process that a followed run belonged to is gone, so that the run will never end. */
export class RunAbandoned extends defineError<RunAbandoned>()({
  code: "run_abandoned",
  status: 409,
  family: "run",
  title: "The process of the run ended before the run did",
  remedy: "`flowglass inspect RUN` shows how far it came; start it again if it should go on."
}) {}

/** Nothing can go on with a run from here: a record alone holds no secrets. */
export class PausedRunNotKept extends defineError<PausedRunNotKept>()({
  code: "paused_run_not_kept",
  status: 409,
  family: "record",
  title: "What it takes to go on with the run is not here",
  remedy: "Resume the run in the folder where it was run (FLOWGLASS_HOME); a record alone can be inspected and tested."
}) {}

/** What can go wrong with runs kept as files. */
export const localRunErrors = [
  RunIdAmbiguous,
  PausedRunNotKept,
  LocalRunsUnreadable,
  LocalRunsNotWritable,
  RecordNotWritable,
  RecordUnreadable,
  RunAbandoned
] as const
