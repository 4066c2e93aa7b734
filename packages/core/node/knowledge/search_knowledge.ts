import { Effect } from "effect"
import { RetrievalConfigMissing, RetrievalFailed, RetrievalInputInvalid } from "../../error/knowledge_errors.ts"
import { RetrievalNotMapped } from "../../error/requirement_errors.ts"
import { KnowledgeBases } from "../../knowledge/knowledge_bases.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import { FileValue } from "../../value/file_value.ts"
import { filesOf, isFileList } from "../../value/files_of.ts"
import type { Selector } from "../../value/selector.ts"
import { Float, type Value, type ValueObject } from "../../value/value.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { NodeResult } from "../node_result.ts"
import { type ConnectedBases, connectedBases } from "./connected_bases.ts"
import { type Found, type FoundLimits, foundDocuments } from "./found_documents.ts"
import { metadataMatches } from "./metadata_matches.ts"
import { planSearch } from "./plan_search.ts"
import type { RetrievalConfig } from "./retrieval_config.ts"

/** What a node searches with. */
export interface RetrievalQueries {
  readonly query: Selector | undefined
  readonly attachments: Selector | undefined
}

/** How many findings a node of mode single keeps: the default of a knowledge base. */
const singleTop = 4

/** The error about knowledge bases that nobody connected. */
export const retrievalNotMapped = (ids: ReadonlyArray<string>): RetrievalNotMapped => {
  const named = ids.slice(0, 5).map((id) => `"${id}"`)
  const where = named.length === 0 ? "(none named)" : named.join(", ")
  return new RetrievalNotMapped({
    message: `Knowledge base ${where} is not connected to anything here; give documents or a search under its id or "*", or mock the node.`
  })
}

const numberOf = (given: number | bigint | Float): number => (given instanceof Float ? given.value : Number(given))

const limitsOf = (config: RetrievalConfig): FoundLimits | RetrievalConfigMissing => {
  const { retrieval_mode: mode, multiple_retrieval_config: multiple, single_retrieval_config: single } = config
  if (mode === "single") {
    return single === null || single === undefined
      ? new RetrievalConfigMissing({ message: "single_retrieval_config is required for single retrieval mode" })
      : { top: singleTop, threshold: 0 }
  }
  if (multiple === null || multiple === undefined) {
    return new RetrievalConfigMissing({ message: "multiple_retrieval_config is required" })
  }
  return { top: numberOf(multiple.top_k), threshold: numberOf(multiple.score_threshold ?? 0) }
}

const isFiles = (value: Value): boolean => value instanceof FileValue || isFileList(value)

interface Input {
  readonly query: string
  readonly inputs: ValueObject
}

const readInput = (queries: RetrievalQueries, { variables }: NodeContext): Input | NodeFailure => {
  const query = queries.query === undefined ? "" : (variables.get(queries.query) ?? null)
  const attachments = queries.attachments === undefined ? [] : (variables.get(queries.attachments) ?? null)
  if (typeof query !== "string") {
    return new NodeFailure(new RetrievalInputInvalid({ message: "Query variable is not string type." }), { type: "" })
  }
  if (attachments === null || !isFiles(attachments)) {
    const message = "Attachments variable is not array file or file type."
    return new NodeFailure(new RetrievalInputInvalid({ message }), { type: "", inputs: { query } })
  }
  return { query, inputs: { query, attachments: filesOf(attachments) } }
}

const ask = (bases: ConnectedBases, query: string, limits: FoundLimits, accepts: Accepts) =>
  Effect.forEach(
    bases,
    ([knowledge, base]) =>
      Effect.map(
        Effect.tryPromise({
          try: (signal) => base.ask({ query, knowledge, top: limits.top, signal, accepts }),
          catch: (cause) =>
            new RetrievalFailed({
              message: `The search in knowledge base ${knowledge} failed: ${cause instanceof Error ? cause.message : String(cause)}`
            })
        }),
        (findings): ReadonlyArray<Found> =>
          findings.map((finding) => ({ knowledge, name: base.name ?? knowledge, finding }))
      ),
    { concurrency: 4 }
  )

type Accepts = (document: { readonly metadata?: { readonly [name: string]: unknown } }) => boolean

/**
 * Searches the knowledge bases of a node: its query in each of them, or in the one that a model chooses; the best
 * findings of all. Attachments alone find nothing: only words are searched for here.
 */
export const searchKnowledge = Effect.fn("KnowledgeRetrieval.search")(function* (
  config: RetrievalConfig,
  queries: RetrievalQueries,
  context: NodeContext
): Effect.fn.Return<NodeResult, NodeFailure, LanguageModels> {
  const { find } = yield* KnowledgeBases
  const missing = config.dataset_ids.filter((id) => find(id) === undefined)
  if (missing.length > 0 || config.dataset_ids.length === 0) {
    return yield* Effect.fail(new NodeFailure(retrievalNotMapped(missing)))
  }
  const input = readInput(queries, context)
  if (input instanceof NodeFailure) return yield* Effect.fail(input)
  const { query, inputs } = input
  const limits = limitsOf(config)
  if (!("top" in limits)) return yield* Effect.fail(new NodeFailure(limits, { inputs, type: "ValueError" }))
  if (query.trim() === "") return { inputs, outputs: { result: [] } }
  const plan = yield* planSearch(config, query, connectedBases(config.dataset_ids, find), context).pipe(
    Effect.mapError(({ error, details }) => new NodeFailure(error, { ...details, inputs }))
  )
  const { details } = plan
  const matches = metadataMatches(plan.filter)
  return yield* ask(plan.bases, query, limits, ({ metadata }) => matches(metadata)).pipe(
    Effect.flatMap((found) => Effect.fromResult(foundDocuments(found.flat(), limits))),
    Effect.mapBoth({
      onSuccess: (result) => ({ ...details, inputs, outputs: { result } }),
      onFailure: (error) => new NodeFailure(error, { ...details, inputs, type: "ValueError" })
    })
  )
})
