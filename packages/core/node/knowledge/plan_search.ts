import { Effect } from "effect"
import { RetrievalConfigMissing } from "../../error/knowledge_errors.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import { usageValue } from "../../model/usage_value.ts"
import type { Value } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import { addUsage } from "../agent/add_usage.ts"
import { noUsage } from "../config/no_usage.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { NodeDetails, Usage } from "../node_result.ts"
import { automaticFilter, filterQuestion } from "./automatic_filter.ts"
import { chosenKnowledge, knowledgeQuestion } from "./choose_knowledge.ts"
import type { ConnectedBases } from "./connected_bases.ts"
import { type StandingFilter, standingFilter } from "./metadata_matches.ts"
import type { RetrievalConfig } from "./retrieval_config.ts"
import { askForRetrieval } from "./retrieval_question.ts"

/** Where a node searches and what it lets through, decided before it searches. */
export interface SearchPlan {
  readonly bases: ConnectedBases
  readonly filter: StandingFilter
  /** What deciding it cost, and what a model said. */
  readonly details: NodeDetails
}

const open: StandingFilter = { logical: "and", conditions: [] }

const fieldsOf = (bases: ConnectedBases): ReadonlyArray<string> => [
  ...new Set([...bases.values()].flatMap(({ fields }) => fields))
]

/** What models said on the way to a plan. */
class Answers {
  #usage: Usage | undefined
  readonly #said: Array<readonly [string, Value]> = []

  note(part: string, answer: ModelAnswer): string {
    this.#usage = addUsage(this.#usage, { total_price: "0", currency: "USD", ...answer.usage })
    this.#said.push([part, answer.text])
    return answer.text
  }

  get details(): NodeDetails {
    const usage = this.#usage
    const shown = usage === undefined ? noUsage : usageValue(usage)
    const processData = objectFrom([["usage", shown], ...this.#said])
    return usage === undefined ? { processData } : { processData, usage }
  }
}

/**
 * Decides where to search: in mode `single` a model chooses one of several knowledge bases; in metadata mode `automatic`
 * one reads conditions out of the query, when anything is known of the documents. Neither is asked without need.
 */
export const planSearch = Effect.fnUntraced(function* (
  config: RetrievalConfig,
  query: string,
  connected: ConnectedBases,
  node: NodeContext
): Effect.fn.Return<SearchPlan, NodeFailure, LanguageModels> {
  const answers = new Answers()
  const withCost = Effect.mapError(
    (failure: NodeFailure) => new NodeFailure(failure.error, { ...answers.details, ...failure.details })
  )
  const single = config.retrieval_mode === "single" ? config.single_retrieval_config : null
  let bases = connected
  if (single !== null && single !== undefined && connected.size > 1) {
    const answer = yield* withCost(askForRetrieval(knowledgeQuestion(query, connected), single.model, node))
    bases = chosenKnowledge(answers.note("chosen_dataset", answer), connected)
  }
  const { metadata_filtering_mode: mode, metadata_filtering_conditions: written, metadata_model_config: model } = config
  if (mode === "manual" && written !== null) {
    return { bases, filter: standingFilter(written, node.variables), details: answers.details }
  }
  if (mode !== "automatic") return { bases, filter: open, details: answers.details }
  if (model === null || model === undefined) {
    const error = new RetrievalConfigMissing({ message: "metadata_model_config is required for this method" })
    return yield* Effect.fail(new NodeFailure(error, { ...answers.details, type: "ValueError" }))
  }
  const fields = fieldsOf(bases)
  if (fields.length === 0) return { bases, filter: open, details: answers.details }
  const answer = yield* withCost(askForRetrieval(filterQuestion(query, fields), model, node))
  const filter = automaticFilter(answers.note("metadata_filter", answer), fields, written)
  return { bases, filter, details: answers.details }
})
