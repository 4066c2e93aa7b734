import { KeywordIndex } from "./keyword_index.ts"
import type {
  DescribedKnowledge,
  KnowledgeBase,
  KnowledgeDocument,
  KnowledgeFinding,
  KnowledgeSearchCall
} from "./knowledge_base.ts"

/** What a node asks one knowledge base. */
export interface KnowledgeRequest extends KnowledgeSearchCall {
  readonly query: string
  /** Which documents the conditions of the node let through. */
  readonly accepts: (document: KnowledgeDocument) => boolean
}

/** A knowledge base that can be asked. */
export interface ConnectedKnowledge {
  readonly name: string | undefined
  /** What a model that chooses is told of it; empty when nothing is known. */
  readonly description: string
  /** The names that the metadata of its documents have; those of a search of the host are not known. */
  readonly fields: ReadonlyArray<string>
  /** Whether it answers the same under every id: documents do, a search may go by the id. */
  readonly isFixed: boolean
  readonly ask: (request: KnowledgeRequest) => Promise<ReadonlyArray<KnowledgeFinding>>
}

type Content = DescribedKnowledge["base"]

const isDocuments = (content: Content): content is ReadonlyArray<KnowledgeDocument> => Array.isArray(content)

const askable = (content: Content): ConnectedKnowledge["ask"] => {
  if (!isDocuments(content)) {
    return ({ query, accepts, ...call }) =>
      Promise.resolve()
        .then(() => content(query, call))
        .then((findings) => findings.filter(accepts))
  }
  let index: KeywordIndex | undefined
  return ({ query, top, accepts }) =>
    Promise.resolve().then(() => {
      index ??= new KeywordIndex(content)
      return index.search(query, top, accepts)
    })
}

/** How many titles stand for what is in a list of documents, and how long they may be together. */
const namedTitles = 20
const longestDescription = 1000

const titlesOf = (content: Content): string =>
  isDocuments(content)
    ? content
        .flatMap(({ title }) => (title === undefined ? [] : [title]))
        .slice(0, namedTitles)
        .join("; ")
        .slice(0, longestDescription)
    : ""

const fieldsOf = (content: Content): ReadonlyArray<string> =>
  isDocuments(content) ? [...new Set(content.flatMap(({ metadata }) => Object.keys(metadata ?? {})))] : []

const isDescribed = (base: KnowledgeBase): base is DescribedKnowledge => typeof base === "object" && "base" in base

/** A knowledge base of the host as nodes see it. Documents are indexed when they are first searched. */
export const connectKnowledge = (given: KnowledgeBase): ConnectedKnowledge => {
  const { name, description, base }: DescribedKnowledge = isDescribed(given) ? given : { base: given }
  return {
    name,
    description: description ?? titlesOf(base),
    fields: fieldsOf(base),
    isFixed: isDocuments(base),
    ask: askable(base)
  }
}
