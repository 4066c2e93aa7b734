import {
  LanguageModels,
  type ModelScript,
  type ModelServer,
  type NodeType,
  type Run,
  type RunOptions,
  type RunResult,
  type RunStore,
  WorkflowRunner,
  type WorkflowSource
} from "@flowglass/core"
import {
  type InspectionScope,
  Inspector,
  type LiveEvent,
  layerEngine,
  type NodeView,
  type OutputPreview,
  type RunSnapshot
} from "@flowglass/inspector"
import { Effect, ManagedRuntime, Redacted, type Schema, Stream } from "effect"
import { makePromiseRun, type PromiseRun, type ReadOutputs, readOutputs } from "./promise_run.ts"

/** A server of models, as a caller gives it. */
export interface ModelOptions extends Omit<ModelServer, "apiKey"> {
  readonly apiKey?: string
}

/** What `open` works with. Everything is optional, and nothing is read from the environment. */
export interface OpenOptions {
  /** Providers by name: `{ openai: { apiKey }, "*": { baseUrl } }`. */
  readonly models?: { readonly [provider: string]: ModelOptions }
  /** Answers of models by a script, for tests; wins over `models`. */
  readonly script?: ModelScript
  /** Hosts, `host:port`, CIDR blocks or origins that workflows may reach although they are not public. */
  readonly allow?: ReadonlyArray<string>
  /** Own node types; they replace built-in ones of the same type and version. */
  readonly nodes?: ReadonlyArray<NodeType>
  /** Mocks of every run; those of a single run win. */
  readonly mocks?: RunOptions["mocks"]
}

/** Options of a single run. */
export interface RunCallOptions extends RunOptions {
  /** Stops the run. */
  readonly signal?: AbortSignal
}

/** What to look at, where more than a run, node and output has to be said. */
export interface InspectionTarget extends InspectionScope {
  readonly run: string
  readonly node?: string
  readonly output?: string
}

/** An engine in this process. */
export interface Flowglass extends AsyncDisposable {
  /**
   * Starts a workflow: the path of a Dify file, `{ text }`, or a loaded workflow. Rejects with a declared error when
   * it cannot start; once it runs, failures are data of its result.
   */
  run(source: WorkflowSource, options?: RunCallOptions): Promise<PromiseRun>
  run<Outputs>(
    source: WorkflowSource,
    options: RunCallOptions & { readonly outputs: Schema.ConstraintDecoder<Outputs> }
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
  /** Stops what still runs and frees everything. `await using` calls it. */
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

/** Outside the runtime, which may be closed when the signal fires; the signal lets go of the run when it ends. */
const stopOnAbort = (run: Run, signal: AbortSignal | undefined): void => {
  if (signal === undefined) return
  const stop = (): void => void Effect.runFork(run.stop("The caller aborted the run."))
  if (signal.aborted) return stop()
  signal.addEventListener("abort", stop, { once: true })
  Effect.runFork(
    Effect.ensuring(
      run.result,
      Effect.sync(() => signal.removeEventListener("abort", stop))
    )
  )
}

const asTheyAre: ReadOutputs<RunResult["outputs"]> = Effect.succeed

/**
 * Opens an engine in this process: runs workflows, shows what their nodes produced, and is gone when closed. It prints
 * nothing, exits nothing, installs no signal handlers, reads no environment, and does not keep the process alive.
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
export const open = async (options: OpenOptions = {}): Promise<Flowglass> => {
  const { allow, nodes } = options
  const runtime = ManagedRuntime.make(
    layerEngine({
      models: modelsLayer(options),
      ...(allow === undefined ? {} : { allow }),
      ...(nodes === undefined ? {} : { nodes })
    })
  )
  // Builds the layers now, so that a wrong option fails here and not in the first run.
  await runtime.context()
  return new OpenFlowglass(runtime, options)
}

type Runtime = ManagedRuntime.ManagedRuntime<WorkflowRunner | Inspector | RunStore, unknown>

class OpenFlowglass implements Flowglass {
  readonly #runtime: Runtime
  readonly #mocks: RunOptions["mocks"]

  constructor(runtime: Runtime, options: OpenOptions) {
    this.#runtime = runtime
    this.#mocks = options.mocks
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
    const { outputs, signal, ...rest } = options
    const merged = this.#mocks === undefined ? rest : { ...rest, mocks: { ...this.#mocks, ...rest.mocks } }
    const read: ReadOutputs<unknown> = outputs === undefined ? asTheyAre : readOutputs(outputs)
    return this.#runtime.runPromise(
      Effect.map(
        Effect.flatMap(WorkflowRunner, (runner) => runner.start(source, merged)),
        (started) => {
          const run = makePromiseRun(started, this.#runtime, read)
          stopOnAbort(started, signal)
          return run
        }
      )
    )
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
    const { run, node, output, ...scope } =
      typeof target === "string" ? { run: target, node: nodeId, output: outputName } : target
    return this.#runtime.runPromise(
      Effect.flatMap(Inspector, (inspector): Effect.Effect<RunSnapshot | NodeView | OutputPreview, unknown> => {
        if (node === undefined) return inspector.snapshot(run, scope)
        return output === undefined ? inspector.node(run, node, scope) : inspector.output(run, node, output, scope)
      })
    )
  }

  watch(runId: string): Promise<AsyncIterable<LiveEvent>> {
    return this.#runtime.runPromise(
      Effect.map(
        Effect.flatMap(Inspector, (inspector) => inspector.events(runId)),
        (events) => Stream.toAsyncIterable(events)
      )
    )
  }

  close(): Promise<void> {
    return this.#runtime.dispose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
