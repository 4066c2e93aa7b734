import type { FlowglassError } from "@flowglass/core/error"
import { RecordInvalid, testRecord } from "@flowglass/inspector"
import { Effect, Option, Result } from "effect"
import { withSource } from "../error/error_source.ts"
import { problemsOf } from "../format/error_problems.ts"
import { type GivenWorkflow, givenWorkflow } from "../local/given_workflow.ts"
import { givenPath } from "../local/handed_over.ts"
import { chooseRun } from "./_chosen_run.ts"

/** What is wrong with the graph of a record, as an error about the record; types that are not here are not its fault. */
const asRecordError =
  (record: string) =>
  <Error extends FlowglassError>(error: Error): Error | RecordInvalid => {
    const problems = problemsOf(error)
    const [first] = problems
    if (first === undefined || problems.some(({ code }) => code === "node_type_unknown")) {
      return withSource(record)(error)
    }
    const others = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`
    return new RecordInvalid({ message: `${record}: The record is damaged: ${first.message}${others}.` })
  }

/** The workflow that records are tested with. */
export interface TestedWorkflow {
  readonly file: string
  readonly source: GivenWorkflow
}

/** The workflow of `--workflow`, read once for all records: standard input can be read once. */
export const testedWorkflow = Effect.fnUntraced(function* (named: string) {
  const file = givenPath(named)
  const tested: TestedWorkflow = { file, source: yield* Effect.mapError(givenWorkflow(file), withSource(file)) }
  return tested
})

/**
 * A record run again. What is wrong with the record is data, because the others are still to be tested; what is wrong
 * with the workflow file fails, because it is so for all of them.
 */
export const replayRecord = Effect.fnUntraced(function* (record: string, workflow: Option.Option<TestedWorkflow>) {
  const chosen = yield* Effect.result(chooseRun(record))
  if (Result.isFailure(chosen)) return Result.fail<FlowglassError>(chosen.failure)
  const { run } = chosen.success
  if (Option.isSome(workflow)) {
    const { file, source } = workflow.value
    return Result.succeed(yield* Effect.mapError(testRecord(run, { workflow: source }), withSource(file)))
  }
  return Result.mapError(yield* Effect.result(testRecord(run)), (error): FlowglassError => asRecordError(record)(error))
})
