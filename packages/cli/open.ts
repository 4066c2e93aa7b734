import {
  checkLimits,
  LanguageModels,
  type ModelServer,
  type ResumeOptions,
  type RunOptions,
  type RunResult,
  WorkflowRunner,
  type WorkflowSource
} from "@flowglass/core"
import {
  Inspector,
  type LiveEvent,
  layerEngine,
  type NodeView,
  type OutputPreview,
  type RunSnapshot
} from "@flowglass/inspector"
import { Effect, ManagedRuntime, Redacted, Result, type Schema } from "effect"
import { checkArgument } from "./argument/check_argument.ts"
import { text } from "./argument/described.ts"
import { checkTarget, type InspectionTarget } from "./argument/inspection_target.ts"
import { mergedLimits } from "./argument/merged_limits.ts"
import { type OpenOptions, openOptions } from "./argument/open_options.ts"
import { resumeCallOptions } from "./argument/resume_call_options.ts"
import { type RunCallOptions, runCallOptions } from "./argument/run_call_options.ts"
import { workflowSource } from "./argument/workflow_source.ts"
import { orderedIterable } from "./ordered_iterator.ts"
import { makePromiseRun, type PromiseRun, type ReadOutputs, readOutputs } from "./promise_run.ts"
import { PromiseRuntime, runDeclared } from "./promise_runtime.ts"
import { startUnlessAborted } from "./stop_on_abort.ts"

/**
 * An engine in this process. Every call rejects with a declared error, never throws: `host_argument_invalid` for
 * arguments that the call does not take, `flowglass_closed` after `close`.
 */
export interface Flowglass extends AsyncDisposable {
  /**
   * Starts a workflow: the path of a Dify file, `{ text }`, `{ data }`, or a loaded workflow. Rejects with a declared error when
   * it cannot start, `run_stopped` when `signal` is aborted before; once it runs, failures are data of its result.
   */
  run(source: WorkflowSource, options?: RunCallOptions): Promise<PromiseRun>
  run<Outputs>(
    source: WorkflowSource,
    options: RunCallOptions & { readonly outputs: Schema.ConstraintDecoder<Outputs> }
  ): Promise<PromiseRun<Outputs>>
  /**
   * Answers a form of a paused run, and goes on with it: a run whose `result` is `paused` lists its `forms`. The first
   * answer wins; one that does not fit leaves the form open. Rejects with `workflow_run_not_found`, `run_not_paused`,
   * `human_input_form_not_found`, `human_input_form_ambiguous`, `human_input_form_submitted`,
   * `human_input_form_expired`, `human_input_action_unknown`, `human_input_field_missing`,
   * `human_input_field_invalid` or `value_too_large`.
   */
  resume(runId: string, answer: ResumeOptions): Promise<PromiseRun>
  resume<Outputs>(
    runId: string,
    answer: ResumeOptions & { readonly outputs: Schema.ConstraintDecoder<Outputs> }
  ): Promise<PromiseRun<Outputs>>
  /**
   * All nodes of a run, one node, or the whole value of one output. Rejects with `workflow_run_not_found`,
   * `node_not_in_workflow_run` or `node_output_not_declared`.
   */
  inspect(runId: string): Promise<RunSnapshot>
  inspect(runId: string, nodeId: string): Promise<NodeView>
  inspect(runId: string, nodeId: string, outputName: string): Promise<OutputPreview>
  inspect(target: InspectionTarget): Promise<RunSnapshot | NodeView | OutputPreview>
  /** The live stream of a run: a snapshot, changes, the end. Rejects with `workflow_run_not_found`. */
  watch(runId: string): Promise<AsyncIterable<LiveEvent>>
  /**
   * Stops what still runs, waits until it has cleaned up (two seconds at most: what takes longer is left to itself),
   * ends sandboxes and connections, and forgets the runs. Calls that are under way reject with `flowglass_closed`.
   * Closing again waits for the same end. `await using` calls it.
   */
  close(): Promise<void>
}

const modelsLayer = ({ models, script }: OpenOptions) => {
  if (script !== undefined) return LanguageModels.layerScripted(script)
  const servers = Object.entries(models ?? {}).map(([provider, { apiKey, ...server }]): [string, ModelServer] => [
    provider,
    apiKey === undefined ? server : { ...server, apiKey: Redacted.make(apiKey) }
  ])
  return servers.length === 0 ? LanguageModels.layerNone : LanguageModels.layer(Object.fromEntries(servers))
}

const asTheyAre: ReadOutputs<RunResult["outputs"]> = Effect.succeed

/**
 * Opens an engine in this process: runs workflows, shows what their nodes produced, and is gone when closed. It prints
 * nothing, exits nothing, installs no signal handlers, reads no environment, and does not keep the process alive.
 *
 * Rejects with `host_argument_invalid`, with `limit_invalid` for one of `limits`, or with
 * `outbound_allow_entry_invalid` for an entry of `allow`.
 *
 * @example
 * ```ts
 * import { open } from "flowglass"
 *
 * await using flow = await open()
 * const text = JSON.stringify({
 *   app: { mode: "workflow", name: "Greeting" },
 *   workflow: { graph: {
 *     nodes: [
 *       { id: "start", data: { type: "start", variables: [{ variable: "name", type: "text-input", label: "Name" }] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "name", value_selector: ["start", "name"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "end" }]
 *   } }
 * })
 * const run = await flow.run({ text }, { inputs: { name: "Ada" } })
 * const { outputs } = await run.result
 * outputs // => { name: "Ada" }
 * ```
 */
export const open = (options: OpenOptions = {}): Promise<Flowglass> =>
  runDeclared(
    Effect.gen(function* () {
      yield* Effect.fromResult(checkArgument("open", "options", openOptions, options))
      const { allow, nodes, tools, knowledge, mocks = {}, limits = {} } = options
      yield* Effect.fromResult(checkLimits(limits))
      const runtime = ManagedRuntime.make(
        layerEngine({
          models: modelsLayer(options),
          ...(allow === undefined ? {} : { allow }),
          ...(nodes === undefined ? {} : { nodes }),
          ...(tools === undefined ? {} : { tools }),
          ...(knowledge === undefined ? {} : { knowledge })
        })
      )
      // Builds the layers now, so that a wrong option fails here and not in the first run.
      yield* Effect.onError(runtime.contextEffect, () => runtime.disposeEffect)
      return new OpenFlowglass(new PromiseRuntime(runtime), { mocks, limits })
    })
  )

class OpenFlowglass implements Flowglass {
  readonly #runtime: PromiseRuntime
  /** What holds for every run. */
  readonly #usual: Required<Pick<RunOptions, "mocks" | "limits">>

  constructor(runtime: PromiseRuntime, usual: Required<Pick<RunOptions, "mocks" | "limits">>) {
    this.#runtime = runtime
    this.#usual = usual
  }

  run(source: WorkflowSource, options?: RunCallOptions): Promise<PromiseRun>
  run<Outputs>(
    source: WorkflowSource,
    options: RunCallOptions & { readonly outputs: Schema.ConstraintDecoder<Outputs> }
  ): Promise<PromiseRun<Outputs>>
  run<Outputs>(
    source: WorkflowSource,
    options: RunCallOptions & { readonly outputs?: Schema.ConstraintDecoder<Outputs> } = {}
  ): Promise<PromiseRun<unknown>> {
    const check = () =>
      Result.andThen(checkArgument("run", "source", workflowSource, source), () =>
        checkArgument("run", "options", runCallOptions, options)
      )
    return this.#runtime.call("run", check, () => {
      const { outputs, signal, mocks, limits, ...rest } = options
      const usual = this.#usual
      const merged = {
        ...rest,
        mocks: { ...usual.mocks, ...mocks },
        limits: mergedLimits(usual.limits, limits ?? {})
      }
      const start = Effect.flatMap(WorkflowRunner, (runner) => runner.start(source, merged))
      const read: ReadOutputs<unknown> = outputs === undefined ? asTheyAre : readOutputs(outputs)
      return Effect.map(startUnlessAborted(start, signal), (run) => makePromiseRun(run, this.#runtime, read))
    })
  }

  resume(runId: string, answer: ResumeOptions): Promise<PromiseRun>
  resume<Outputs>(
    runId: string,
    answer: ResumeOptions & { readonly outputs: Schema.ConstraintDecoder<Outputs> }
  ): Promise<PromiseRun<Outputs>>
  resume<Outputs>(
    runId: string,
    answer: ResumeOptions & { readonly outputs?: Schema.ConstraintDecoder<Outputs> }
  ): Promise<PromiseRun<unknown>> {
    const check = () =>
      Result.andThen(checkArgument("resume", "runId", text, runId), () =>
        checkArgument("resume", "answer", resumeCallOptions, answer)
      )
    return this.#runtime.call("resume", check, () => {
      const { outputs, ...given } = answer
      const read: ReadOutputs<unknown> = outputs === undefined ? asTheyAre : readOutputs(outputs)
      const resumed = Effect.flatMap(WorkflowRunner, (runner) => runner.resume(runId, given))
      return Effect.map(resumed, (run) => makePromiseRun(run, this.#runtime, read))
    })
  }

  inspect(runId: string): Promise<RunSnapshot>
  inspect(runId: string, nodeId: string): Promise<NodeView>
  inspect(runId: string, nodeId: string, outputName: string): Promise<OutputPreview>
  inspect(target: InspectionTarget): Promise<RunSnapshot | NodeView | OutputPreview>
  inspect(
    target: string | InspectionTarget,
    nodeId?: string,
    outputName?: string
  ): Promise<RunSnapshot | NodeView | OutputPreview> {
    return this.#runtime.call(
      "inspect",
      () => checkTarget(target, nodeId, outputName),
      () => {
        const { run, node, output, ...scope } =
          typeof target === "string" ? { run: target, node: nodeId, output: outputName } : target
        return Effect.flatMap(
          Inspector,
          (inspector): Effect.Effect<RunSnapshot | NodeView | OutputPreview, unknown> => {
            if (node === undefined) return inspector.snapshot(run, scope)
            return output === undefined ? inspector.node(run, node, scope) : inspector.output(run, node, output, scope)
          }
        )
      }
    )
  }

  watch(runId: string): Promise<AsyncIterable<LiveEvent>> {
    const check = () => checkArgument("watch", "runId", text, runId)
    return this.#runtime.call("watch", check, () =>
      Effect.map(
        Effect.flatMap(Inspector, (inspector) => inspector.events(runId)),
        orderedIterable
      )
    )
  }

  close(): Promise<void> {
    return this.#runtime.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
