import type { Durability } from "../store/durability.ts"
import type { Fact, NodeFinished } from "./fact.ts"
import type { StreamedChunk } from "./response_stream.ts"

/** What a consumer can see of a run, in order: its facts, and between them what is not kept. */
export type LogEntry =
  | Fact
  /** The edges of a finished node, ahead of the text that they let through; its finish follows. */
  | { readonly kind: "edges"; readonly fact: NodeFinished }
  | {
      readonly kind: "chunk"
      readonly frame: number
      /** The attempt of the chunk's node that the text comes from. */
      readonly attempt: number
      readonly at: number
      readonly chunk: StreamedChunk
    }
  | {
      readonly kind: "chunk_reset"
      readonly frame: number
      readonly node: number
      readonly attempt: number
      readonly at: number
      readonly selector: ReadonlyArray<string>
    }
  | {
      readonly kind: "reasoning"
      readonly frame: number
      readonly node: number
      readonly attempt: number
      readonly at: number
      readonly text: string
    }

/** The position of the fact that an entry shows; 0 for what is no fact, which waits only for what is before it. */
const seqOf = (entry: LogEntry): number => {
  if (entry.kind === "edges") return entry.fact.seq
  return "seq" in entry ? entry.seq : 0
}

/**
 * The live log of one run. Readers start at the beginning whenever they come, read at their own pace, and are woken
 * when there is more; a slow or absent reader costs the run nothing. Where facts have to be durable before anybody
 * sees them, readers see no entry before `reveal` has come to it.
 */
export class RunLog {
  readonly entries: Array<LogEntry> = []
  readonly #isRevealed: boolean
  #shown = 0
  #durableSeq = 0
  #isClosed = false
  #waiting: Array<() => void> = []

  /** `durability` is given where facts have to be durable before anybody sees them. */
  constructor(durability?: Durability) {
    this.#isRevealed = durability !== undefined && durability.mode !== "end"
  }

  /** How many entries readers may see. */
  get length(): number {
    return this.#isRevealed ? this.#shown : this.entries.length
  }

  /** Whether readers have seen all there will be, once they are at `length`. */
  get isClosed(): boolean {
    return this.#isClosed && this.length === this.entries.length
  }

  /** Appends without waking; call `wake` once at the end of a turn. */
  push(entry: LogEntry): void {
    if (this.#isClosed) return
    // What is no fact waits for those before it only.
    if (this.#shown === this.entries.length && seqOf(entry) <= this.#durableSeq) this.#shown++
    this.entries.push(entry)
  }

  /** Shows every entry before the first one whose fact is not durable. */
  reveal(durableSeq: number): void {
    this.#durableSeq = durableSeq
    for (let entry = this.entries[this.#shown]; entry !== undefined; entry = this.entries[++this.#shown]) {
      if (seqOf(entry) > durableSeq) return
    }
  }

  /** Takes back what nobody has seen, an end as well. */
  takeBack(): void {
    this.entries.length = this.length
    this.#isClosed = false
  }

  /** Calls back once when there is more or the log was closed; returns how to leave. */
  wait(callback: () => void): () => void {
    this.#waiting.push(callback)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== callback)
    }
  }

  /** Wakes everybody who waits. */
  wake(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const callback of waiting) callback()
  }

  /** No more entries will come. */
  close(): void {
    this.#isClosed = true
    this.wake()
  }
}
