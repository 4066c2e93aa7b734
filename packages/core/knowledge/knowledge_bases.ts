import { Context, Layer } from "effect"
import { type ConnectedKnowledge, connectKnowledge } from "./connected_knowledge.ts"
import type { KnowledgeBase } from "./knowledge_base.ts"

/** Knowledge bases by the ids of files; `"*"` stands for every other one. */
export interface KnowledgeById {
  readonly [id: string]: KnowledgeBase
}

/**
 * The knowledge bases of the host. Without any every search is `retrieval_not_mapped`, and `doctor` says which ids a
 * file names. Documents are indexed when they are first searched.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { KnowledgeBases } from "@flowglass/core"
 *
 * const bases = KnowledgeBases.layer({ "*": [{ title: "Opening hours", content: "We open at nine." }] })
 * const known = Effect.map(KnowledgeBases, ({ find }) => find("a8c2b1f0") !== undefined)
 * Effect.runSync(Effect.provide(known, bases)) // => true
 * ```
 */
export class KnowledgeBases extends Context.Reference<{
  readonly find: (id: string) => ConnectedKnowledge | undefined
}>("@flowglass/core/knowledge/KnowledgeBases", {
  defaultValue: () => ({ find: () => undefined })
}) {
  static layer(bases: KnowledgeById): Layer.Layer<never> {
    const known = new Map(Object.entries(bases).map(([id, base]) => [id, connectKnowledge(base)]))
    return Layer.succeed(KnowledgeBases, { find: (id) => known.get(id) ?? known.get("*") })
  }
}
