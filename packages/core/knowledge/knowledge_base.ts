/** A document of a knowledge base of the host. */
export interface KnowledgeDocument {
  readonly content: string
  readonly title?: string
  readonly id?: string
  /** What conditions of the node can ask for. */
  readonly metadata?: { readonly [name: string]: unknown }
}

/** A document that was found; the score says how well it fits, from 0 to 1. */
export interface KnowledgeFinding extends KnowledgeDocument {
  readonly score: number
}

/** What a search of the host learns beside the words. */
export interface KnowledgeSearchCall {
  /** The knowledge base, as the file names it. */
  readonly knowledge: string
  /** How many findings the node keeps. */
  readonly top: number
  /** Aborted when the run is stopped or the node's time is up. */
  readonly signal: AbortSignal
}

/** A search of the host: anything that finds documents for words. What it throws is the failure of the node. */
export type KnowledgeSearch = (
  query: string,
  call: KnowledgeSearchCall
) => ReadonlyArray<KnowledgeFinding> | Promise<ReadonlyArray<KnowledgeFinding>>

/** A knowledge base with what is said of it. */
export interface DescribedKnowledge {
  /** How results call it; otherwise by its id. */
  readonly name?: string
  /** What it is about: a model that has to choose between several knowledge bases goes by that. */
  readonly description?: string
  readonly base: ReadonlyArray<KnowledgeDocument> | KnowledgeSearch
}

/** A knowledge base of the host: documents, which are searched by their words in memory, or a search of its own. */
export type KnowledgeBase = ReadonlyArray<KnowledgeDocument> | KnowledgeSearch | DescribedKnowledge
