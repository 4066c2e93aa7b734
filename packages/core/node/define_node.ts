import { type Effect, Result, Schema } from "effect"
import type { ErrorDeclaration } from "../error/define_error.ts"
import type { RequirementError } from "../error/requirement_error.ts"
import type { TemplatePart } from "../value/reference.ts"
import type { Selector } from "../value/selector.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { bindContainer, type ContainerBehaviour } from "./container.ts"
import { bindForm, type FormBehaviour } from "./form.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { BoundNode, NodeType } from "./node_type.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

/** What the engine does with a node beside running it. */
export type NodeKind =
  /** An entry: start and triggers. */
  | "root"
  /** Selects one of its handles. */
  | "branch"
  /** Runs child frames. */
  | "container"
  /** Its outputs become outputs of the run. */
  | "response"
  | "executable"

/** Something a node needs that may be missing here; found before the run starts. */
export interface Requirement {
  /** What `flowglass doctor` says: needs a key, needs a mapping to a function of the host, or not supported. */
  readonly kind: "key" | "mapping" | "unsupported"
  readonly error: RequirementError
}

/**
 * What a node returns: its result, its failure, or an effect of them. Plain values keep pure nodes fast. The effect may
 * use a Scope: it is the execution's own and is closed before the finish event.
 */
export type NodeOutcome<R> = NodeResult | NodeFailure | Effect.Effect<NodeResult, NodeFailure, R>

/** A part of a node that has no effect here: where it stands in the node's `data`, and what does not happen. */
export interface IgnoredPart {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
}

/** What a node is tried with in docs and tests: its config, the variables it reads, and the outputs it then has. */
export interface NodeExample {
  readonly config: { readonly [name: string]: unknown }
  readonly variables?: { readonly [scope: string]: { readonly [name: string]: Value } }
  readonly outputs: { readonly [name: string]: Value }
  /** What somebody says to its form. */
  readonly answer?: { readonly action: string; readonly inputs: { readonly [name: string]: unknown } }
}

/** What a node type says of itself, whatever its config. */
export interface NodeDescription {
  /** The `data.type` of the DSL. */
  readonly type: string
  /** The `data.version` of the DSL: `"1"` unless the type has several. */
  readonly version: string
  readonly kind: NodeKind
  /** One sentence for `flowglass nodes`. */
  readonly summary: string
  /** The codes this node can fail with. */
  readonly errors: ReadonlyArray<{ readonly declaration: ErrorDeclaration<string, number> }>
  /** Whether `retry_config` is honoured (Dify: code, http-request, llm, tool). */
  readonly retries?: boolean
  /** Whether it leaves the process, so that `--mock-externals` answers for it. */
  readonly external?: boolean
  /** The output whose text it streams; a mock streams it word by word. */
  readonly streamed?: string
  /** Ends the nearest container of this kind around it, once its round is over. */
  readonly ends?: "loop"
  /** What `--mock-externals` answers. */
  readonly mockDefault?: ValueObject
  readonly example: NodeExample
}

/** A node type as its author writes it. */
export interface NodeDefinition<Config, R> extends NodeDescription {
  /** Decodes the node's `data`; what does not decode is a problem of the file, with its place. */
  readonly config: Schema.ConstraintDecoder<Config>
  /** Declared outputs: known before the node runs, listed by the Inspector. */
  readonly outputs: (config: Config) => ReadonlyArray<OutputDeclaration>
  /** The handles a branch node can select. */
  readonly handles?: (config: Config) => ReadonlyArray<string>
  /** Every variable it reads; unknown ones are reported before the run. */
  readonly selectors?: (config: Config) => ReadonlyArray<Selector>
  /** Variables outside its own outputs that it changes: conversation and loop variables. */
  readonly writes?: (config: Config) => ReadonlyArray<Selector>
  /** The template of a response node: what it streams, in this order. */
  readonly streams?: (config: Config) => ReadonlyArray<TemplatePart>
  /** Parts of the config that have no effect here; warnings of the file. */
  readonly ignores?: (config: Config) => ReadonlyArray<IgnoredPart>
  /** What is missing here for this node to run. */
  readonly requirements?: (config: Config) => Effect.Effect<ReadonlyArray<Requirement>, never, R>
  /** The result a mock's answer stands for; by default the answer is the outputs. */
  readonly mock?: (config: Config, answer: ValueObject) => NodeResult
  /** How a node of kind `container` runs what is inside it; its `run` is then never called. */
  readonly container?: ContainerBehaviour<Config>
  /** How a node asks somebody and waits for the answer; its `run` is then never called. */
  readonly form?: FormBehaviour<Config>
  readonly run: (config: Config, context: NodeContext) => NodeOutcome<R>
}

const none: ReadonlyArray<never> = []

/**
 * Defines a node type: one file says everything the engine, the validator, the Inspector, the docs and `doctor` know
 * about it. Register it with `NodeRegistry.layer([...])`, which then needs the services `R` of its `run`.
 *
 * @example
 * ```ts
 * import { Schema } from "effect"
 * import { defineNode } from "@flowglass/core"
 *
 * const shout = defineNode({
 *   type: "acme/shout",
 *   version: "1",
 *   kind: "executable",
 *   summary: "Makes a text loud.",
 *   config: Schema.Struct({ text: Schema.String }),
 *   outputs: () => [{ name: "loud", type: "string", required: true }],
 *   errors: [],
 *   example: { config: { text: "hi" }, outputs: { loud: "HI" } },
 *   run: (config, context) => ({ outputs: { loud: context.variables.text(config.text).toUpperCase() } })
 * })
 * shout.description.type // => "acme/shout"
 * ```
 */
export const defineNode = <Config, R = never>(definition: NodeDefinition<Config, R>): NodeType<R> => {
  const decode = Schema.decodeUnknownResult(definition.config, { errors: "all" })
  const bind = (config: Config): BoundNode<R> => ({
    description: definition,
    outputs: definition.outputs(config),
    handles: definition.handles?.(config) ?? none,
    selectors: definition.selectors?.(config) ?? none,
    writes: definition.writes?.(config) ?? none,
    streams: definition.streams?.(config) ?? none,
    container: definition.container === undefined ? undefined : bindContainer(definition.container, config),
    ...(definition.form === undefined ? {} : { form: bindForm(definition.form, config) }),
    ...(definition.ignores === undefined ? {} : { ignores: definition.ignores(config) }),
    requirements: definition.requirements?.(config),
    mock: (answer) => definition.mock?.(config, answer) ?? { outputs: answer },
    run: (context) => definition.run(config, context)
  })
  return { description: definition, config: definition.config, decode: (data) => Result.map(decode(data), bind) }
}
