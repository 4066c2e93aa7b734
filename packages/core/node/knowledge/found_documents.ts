import { Result } from "effect"
import { RetrievalFailed } from "../../error/knowledge_errors.ts"
import type { KnowledgeFinding } from "../../knowledge/knowledge_base.ts"
import { fromUnknown } from "../../value/from_unknown.ts"
import { float, type Value } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"

/** A finding, and the knowledge base it comes from. */
export interface Found {
  readonly knowledge: string
  /** What the knowledge base is called. */
  readonly name: string
  readonly finding: KnowledgeFinding
}

/** What the findings of a search are held to. */
export interface FoundLimits {
  readonly top: number
  readonly threshold: number
}

/** Hosts without types may find anything. Gives the metadata of what is a document. */
const check = ({ knowledge, finding }: Found): Result.Result<Value, RetrievalFailed> => {
  const refusal = (why: string): RetrievalFailed =>
    new RetrievalFailed({ message: `The search in knowledge base ${knowledge} found what is no document: ${why}` })
  if (typeof finding.content !== "string") return Result.fail(refusal("its content is no text"))
  if (typeof finding.score !== "number" || Number.isNaN(finding.score))
    return Result.fail(refusal("its score is no number"))
  return Result.mapError(fromUnknown(finding.metadata ?? null), ({ message }) => refusal(message))
}

interface Checked extends Found {
  readonly metadata: Value
}

const itemOf = ({ knowledge, name, finding, metadata }: Checked, position: number): Value => {
  const { title, id, content, score } = finding
  const document = typeof title === "string" ? title : ""
  const about: ReadonlyArray<readonly [string, Value]> = [
    ["_source", "knowledge"],
    ["dataset_id", knowledge],
    ["dataset_name", name],
    ["document_id", typeof id === "string" ? id : document],
    ["document_name", document],
    ["data_source_type", "external"],
    ["segment_id", null],
    ["retriever_from", "workflow"],
    ["score", float(score)],
    ["child_chunks", []],
    ["doc_metadata", metadata],
    ["position", position]
  ]
  return objectFrom([
    ["metadata", objectFrom(about)],
    ["title", document],
    ["files", null],
    ["content", content],
    ["summary", null]
  ])
}

/** The best findings as Dify's `result`: by score, from position 1. Fails with `retrieval_failed`. */
export const foundDocuments = (
  found: ReadonlyArray<Found>,
  { top, threshold }: FoundLimits
): Result.Result<ReadonlyArray<Value>, RetrievalFailed> =>
  Result.map(
    Result.all(found.map((one) => Result.map(check(one), (metadata): Checked => ({ ...one, metadata })))),
    (checked) =>
      checked
        .filter(({ finding }) => finding.score >= threshold)
        .toSorted((left, right) => right.finding.score - left.finding.score)
        .slice(0, top)
        .map((one, index) => itemOf(one, index + 1))
  )
