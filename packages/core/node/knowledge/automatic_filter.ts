import { Result, Schema } from "effect"
import { jsonObjectIn } from "../../model/json_object_in.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { isValueArray, property } from "../../value/value_object.ts"
import { MetadataCondition, type MetadataFilter, metadataOperators } from "./metadata_filter.ts"
import type { StandingCondition, StandingFilter } from "./metadata_matches.ts"
import type { RetrievalQuestion } from "./retrieval_question.ts"

const task = `You read conditions on the metadata of documents out of a question. The question comes as a JSON object: "question" is its text, "fields" are the names that metadata have, "comparison_operators" are the ways to compare. Only what the question itself says becomes a condition; most questions say nothing.

Answer with one JSON object and nothing else: {"conditions": [{"name": a field, "comparison_operator": an operator, "value": a text or number}]}, with an empty list when there is no condition.`

/** Which documents a question is about. */
export const filterQuestion = (question: string, fields: ReadonlyArray<string>): RetrievalQuestion => ({
  part: "filter",
  task,
  about: { question, fields, comparison_operators: metadataOperators }
})

const decodeCondition = Schema.decodeUnknownResult(MetadataCondition)

/**
 * The conditions that an answer names. What is none, or about a field that no document has, is left out; their values
 * are what they are: a reference that a model writes names no variable. They are joined as those of the node are, or
 * by "or".
 */
export const automaticFilter = (
  answer: string,
  fields: ReadonlyArray<string>,
  written: MetadataFilter | null
): StandingFilter => {
  const said = jsonObjectIn(withoutReasoning(answer))
  const list = said === undefined ? undefined : property(said, "conditions")
  const conditions = (isValueArray(list) ? list : []).flatMap((given): ReadonlyArray<StandingCondition> => {
    const condition = decodeCondition(given)
    if (Result.isFailure(condition) || !fields.includes(condition.success.name)) return []
    const { name, comparison_operator, value } = condition.success
    return [{ name, operator: comparison_operator, expected: value ?? null }]
  })
  return { logical: written?.logical_operator ?? "or", conditions }
}
