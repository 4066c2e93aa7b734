import type { Effect, Result, Schema } from "effect"
import type { TemplatePart } from "../value/reference.ts"
import type { Selector } from "../value/selector.ts"
import type { ValueObject } from "../value/value.ts"
import type { BoundContainer } from "./container.ts"
import type { IgnoredPart, NodeDescription, NodeOutcome, Requirement } from "./define_node.ts"
import type { BoundForm } from "./form.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

/** A node type together with the config of one node of a graph: what the engine runs. */
export interface BoundNode<R = never> {
  readonly description: NodeDescription
  readonly outputs: ReadonlyArray<OutputDeclaration>
  readonly handles: ReadonlyArray<string>
  readonly selectors: ReadonlyArray<Selector>
  readonly writes: ReadonlyArray<Selector>
  /** How it runs what is inside it; undefined for nodes that are no containers. */
  readonly container: BoundContainer | undefined
  /** How it asks somebody; left out by nodes that do not. */
  readonly form?: BoundForm
  readonly streams: ReadonlyArray<TemplatePart>
  /** What of it has no effect here; left out by nodes of which everything has. */
  readonly ignores?: ReadonlyArray<IgnoredPart>
  readonly requirements: Effect.Effect<ReadonlyArray<Requirement>, never, R> | undefined
  readonly mock: (answer: ValueObject) => NodeResult
  readonly run: (context: NodeContext) => NodeOutcome<R>
  /** What it gives back are values already; those of every other node are read part by part, and copied. */
  readonly isTrusted?: boolean
}

/** A node type with the type of its config forgotten: what a registry holds. `R` are the services it runs with. */
export interface NodeType<R = never> {
  readonly description: NodeDescription
  /** What the `data` of a node looks like; `flowglass nodes TYPE` shows its fields. */
  readonly config?: Schema.ConstraintDecoder<unknown>
  /** Decodes the `data` of one node of a file. */
  readonly decode: (data: unknown) => Result.Result<BoundNode<R>, Schema.SchemaError>
}

/** The services a node type runs with. */
export type NodeServices<Type> = Type extends NodeType<infer R> ? R : never
