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

/**
 * The live log of one run. Readers start at the beginning whenever they come, read at their own pace, and are woken
 * when there is more; a slow or absent reader costs the run nothing.
 */
export class RunLog {
  readonly entries: Array<LogEntry> = []
  isClosed = false
  #waiting: Array<() => void> = []

  /** Appends without waking; call `wake` once at the end of a turn. */
  push(entry: LogEntry): void {
    this.entries.push(entry)
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
    this.isClosed = true
    this.wake()
  }
}
