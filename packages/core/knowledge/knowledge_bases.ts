import { Context, Layer } from "effect"
import { KeywordIndex } from "./keyword_index.ts"
import type { KnowledgeBase, KnowledgeDocument, KnowledgeFinding, KnowledgeSearchCall } from "./knowledge_base.ts"

/** What a node asks one knowledge base. */
export interface KnowledgeRequest extends KnowledgeSearchCall {
  readonly query: string
  /** Which documents the conditions of the node let through. */
  readonly accepts: (document: KnowledgeDocument) => boolean
}

/** A knowledge base that can be asked. */
export type AskKnowledge = (request: KnowledgeRequest) => Promise<ReadonlyArray<KnowledgeFinding>>

/** Knowledge bases by the ids of files; `"*"` stands for every other one. */
export interface KnowledgeById {
  readonly [id: string]: KnowledgeBase
}

const isDocuments = (base: KnowledgeBase): base is ReadonlyArray<KnowledgeDocument> => Array.isArray(base)

const askable = (base: KnowledgeBase): AskKnowledge => {
  if (!isDocuments(base)) {
    return ({ query, accepts, ...call }) =>
      Promise.resolve()
        .then(() => base(query, call))
        .then((findings) => findings.filter(accepts))
  }
  let index: KeywordIndex | undefined
  return ({ query, top, accepts }) =>
    Promise.resolve().then(() => {
      index ??= new KeywordIndex(base)
      return index.search(query, top, accepts)
    })
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
  readonly find: (id: string) => AskKnowledge | undefined
}>("@flowglass/core/knowledge/KnowledgeBases", {
  defaultValue: () => ({ find: () => undefined })
}) {
  static layer(bases: KnowledgeById): Layer.Layer<never> {
    const known = new Map(Object.entries(bases).map(([id, base]) => [id, askable(base)]))
    return Layer.succeed(KnowledgeBases, { find: (id) => known.get(id) ?? known.get("*") })
  }
}
