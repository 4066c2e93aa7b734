import { Context, Effect, Layer, Result, type Scope } from "effect"
import type { NodeServices, NodeType } from "./node_type.ts"
import { isTrusted } from "./trusted_types.ts"

/** The node types that runs can use, found by the `type` and `version` of a file. */
export class NodeRegistry extends Context.Service<
  NodeRegistry,
  {
    readonly types: ReadonlyArray<NodeType>
    /** Exactly this version, else the highest of the type (as Dify does); undefined for an unknown type. */
    readonly find: (type: string, version: string) => NodeType | undefined
  }
>()("@flowglass/core/node/NodeRegistry") {
  /** A registry of these node types. The layer needs what their `run` needs. */
  static layer<const Types extends ReadonlyArray<NodeType<unknown>>>(
    types: Types
  ): Layer.Layer<NodeRegistry, never, Exclude<NodeServices<Types[number]>, Scope.Scope>>
  static layer(types: ReadonlyArray<NodeType<unknown>>): Layer.Layer<NodeRegistry, never, unknown> {
    return Layer.effect(
      NodeRegistry,
      Effect.map(Effect.context<unknown>(), (context) => makeRegistry(types.map((type) => provide(type, context))))
    )
  }
}

/** The same node type with its services provided, so that the engine needs to know none of them. */
const provide = <R>(type: NodeType<R>, context: Context.Context<R>): NodeType => ({
  description: type.description,
  decode: (data) =>
    Result.map(type.decode(data), (bound) => ({
      ...bound,
      isTrusted: isTrusted(type),
      requirements: bound.requirements === undefined ? undefined : Effect.provideContext(bound.requirements, context),
      run: (node) => {
        const outcome = bound.run(node)
        return Effect.isEffect(outcome) ? Effect.provideContext(Effect.scoped(outcome), context) : outcome
      }
    }))
})

const makeRegistry = (types: ReadonlyArray<NodeType>): NodeRegistry["Service"] => {
  const byType = new Map<string, Array<NodeType>>()
  for (const type of types) {
    const versions = byType.get(type.description.type) ?? []
    // A later registration of the same type and version replaces the earlier one: a host may override a built-in.
    byType.set(type.description.type, [
      ...versions.filter((other) => other.description.version !== type.description.version),
      type
    ])
  }
  for (const versions of byType.values()) {
    versions.sort((left, right) => Number(right.description.version) - Number(left.description.version))
  }
  return NodeRegistry.of({
    types: [...byType.values()].flat(),
    find: (type, version) => {
      const versions = byType.get(type)
      return versions?.find((candidate) => candidate.description.version === version) ?? versions?.[0]
    }
  })
}
