import type { KnowledgeDocument, KnowledgeFinding } from "./knowledge_base.ts"
import { wordsOf } from "./words_of.ts"

/** How soon more of the same word stops to count, and how much a long document is held against it: BM25's usual values. */
const saturation = 1.2
const lengthWeight = 0.75

/** How often a word occurs, by the place of the document. */
type Occurrences = Map<number, number>

/** The title counts as part of the text. */
const textOf = ({ title, content }: KnowledgeDocument): string =>
  title === undefined ? content : `${title}\n${content}`

/**
 * Documents in memory, found by their words (BM25). It is lexical, not semantic: "car" does not find "automobile". A
 * score of 1 is a document that could not hold the words of the query more often.
 *
 * @example
 * ```ts
 * import { KeywordIndex } from "@flowglass/core"
 *
 * const index = new KeywordIndex([{ content: "Cats purr." }, { content: "Dogs bark." }])
 * index.search("why do cats purr?", 1)[0]?.content // => "Cats purr."
 * ```
 */
export class KeywordIndex {
  readonly #documents: ReadonlyArray<KnowledgeDocument>
  readonly #words = new Map<string, Occurrences>()
  readonly #lengths: Array<number> = []
  readonly #meanLength: number

  constructor(documents: ReadonlyArray<KnowledgeDocument>) {
    this.#documents = documents
    for (const [place, document] of documents.entries()) {
      const words = wordsOf(textOf(document))
      this.#lengths.push(words.length)
      for (const word of words) {
        const occurrences: Occurrences = this.#words.get(word) ?? new Map()
        occurrences.set(place, (occurrences.get(place) ?? 0) + 1)
        this.#words.set(word, occurrences)
      }
    }
    const total = this.#lengths.reduce((sum, length) => sum + length, 0)
    this.#meanLength = total / Math.max(1, documents.length)
  }

  /** The best documents that hold at least one of the words, the best first; `accepts` leaves others out. */
  search(
    query: string,
    top: number,
    accepts: (document: KnowledgeDocument) => boolean = () => true
  ): ReadonlyArray<KnowledgeFinding> {
    const scores = new Map<number, number>()
    let best = 0
    for (const word of new Set(wordsOf(query))) {
      const occurrences: Occurrences = this.#words.get(word) ?? new Map()
      const rarity = this.#rarity(occurrences.size)
      best += rarity * (saturation + 1)
      for (const [place, count] of occurrences) {
        scores.set(place, (scores.get(place) ?? 0) + rarity * this.#weight(place, count))
      }
    }
    return Array.from(scores)
      .flatMap(([place, score]) => {
        const document = this.#documents[place]
        return document === undefined || !accepts(document) ? [] : [{ ...document, score: score / best }]
      })
      .toSorted((left, right) => right.score - left.score)
      .slice(0, top)
  }

  #rarity(documents: number): number {
    return Math.log(1 + (this.#documents.length - documents + 0.5) / (documents + 0.5))
  }

  #weight(place: number, count: number): number {
    const length = (this.#lengths[place] ?? 0) / Math.max(1, this.#meanLength)
    return (count * (saturation + 1)) / (count + saturation * (1 - lengthWeight + lengthWeight * length))
  }
}
