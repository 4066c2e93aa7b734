import { Effect } from "effect"
import { RetrievalConfigMissing } from "../../error/knowledge_errors.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelSettings } from "../../model/model_settings.ts"
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
import { askForRetrieval, type RetrievalQuestion } from "./retrieval_question.ts"

/** Where a node searches and what it lets through, decided before it searches. */
export interface SearchPlan {
  readonly bases: ConnectedBases
  readonly filter: StandingFilter
  /** What deciding it cost, and what a model said. */
  readonly details: NodeDetails
}

const noFilter: StandingFilter = { logical: "and", conditions: [] }

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

/** The models of the questions that a search has; undefined where it has none. */
interface Askers {
  readonly chooser: ModelSettings | undefined
  readonly reader: ModelSettings | undefined
}

const askersOf = (config: RetrievalConfig, bases: ConnectedBases): Askers | RetrievalConfigMissing => {
  const { retrieval_mode, single_retrieval_config, metadata_filtering_mode, metadata_model_config } = config
  const chooser = retrieval_mode === "single" && bases.size > 1 ? single_retrieval_config?.model : undefined
  const reader = metadata_filtering_mode === "automatic" ? metadata_model_config : undefined
  return reader === null || (metadata_filtering_mode === "automatic" && reader === undefined)
    ? new RetrievalConfigMissing({ message: "metadata_model_config is required for this method" })
    : { chooser, reader }
}

/** The filter of a node without a model. */
const writtenFilter = (config: RetrievalConfig, node: NodeContext): StandingFilter => {
  const { metadata_filtering_mode: mode, metadata_filtering_conditions: written } = config
  return mode === "manual" && written !== null ? standingFilter(written, node.variables) : noFilter
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
  const askers = askersOf(config, connected)
  if (!("chooser" in askers)) return yield* Effect.fail(new NodeFailure(askers, { type: "ValueError" }))
  const ask = (question: RetrievalQuestion, model: ModelSettings) =>
    Effect.mapError(
      askForRetrieval(question, model, node),
      ({ error, details }) => new NodeFailure(error, { ...answers.details, ...details })
    )
  let bases = connected
  if (askers.chooser !== undefined) {
    const answer = yield* ask(knowledgeQuestion(query, connected), askers.chooser)
    bases = chosenKnowledge(answers.note("chosen_dataset", answer), connected)
  }
  let filter = writtenFilter(config, node)
  const fields = fieldsOf(bases)
  if (askers.reader !== undefined && fields.length > 0) {
    const answer = yield* ask(filterQuestion(query, fields), askers.reader)
    filter = automaticFilter(answers.note("metadata_filter", answer), fields, config.metadata_filtering_conditions)
  }
  return { bases, filter, details: answers.details }
})
