import type { ModelDelta } from "../../model/model_delta.ts"
import { type SplitPiece, ThinkSplitter } from "../../model/think_splitter.ts"
import type { NodeSignal } from "../node_context.ts"

/**
 * Collects the text of an answer and announces it while it arrives. `tagged` keeps the model's words with their
 * `<think>` tags and puts such tags around reasoning that came apart; `separated` moves all reasoning to its own channel.
 */
export class AnswerText {
  readonly #splitter: ThinkSplitter | undefined
  readonly #signal: (signal: NodeSignal) => void
  #text = ""
  readonly #blocks: Array<string> = []
  #block = -1
  #thinking = false

  constructor(format: "tagged" | "separated", signal: (signal: NodeSignal) => void) {
    this.#splitter = format === "separated" ? new ThinkSplitter() : undefined
    this.#signal = signal
  }

  /** Takes the next piece of the answer; returns whether it said anything. */
  take(delta: ModelDelta): boolean {
    if ((delta.kind !== "text" && delta.kind !== "reasoning") || delta.text === "") return false
    if (this.#splitter !== undefined) this.#separate(this.#splitter, delta)
    else this.#tag(delta)
    return true
  }

  /** The whole text and reasoning, when the answer has ended. The last announcement of each channel is empty. */
  finish(): { readonly text: string; readonly reasoning: string } {
    if (this.#splitter !== undefined) this.#announce(this.#splitter.end())
    if (this.#thinking) this.#say("\n</think>")
    if (this.#blocks.length > 0) this.#signal({ kind: "reasoning", text: "" })
    this.#signal({ kind: "chunk", output: "text", text: "" })
    if (this.#splitter === undefined) return { text: this.#text, reasoning: "" }
    const blocks = this.#blocks.map((block) => block.trim()).filter((block) => block !== "")
    return { text: this.#text.replace(/\n\s*\n/g, "\n\n").trim(), reasoning: blocks.join("\n") }
  }

  #tag(delta: { readonly kind: "text" | "reasoning"; readonly text: string }): void {
    const thinking = delta.kind === "reasoning"
    const tag = thinking === this.#thinking ? "" : thinking ? "<think>\n" : "\n</think>"
    this.#thinking = thinking
    this.#say(tag + delta.text)
  }

  #separate(splitter: ThinkSplitter, delta: { readonly kind: "text" | "reasoning"; readonly text: string }): void {
    if (delta.kind === "reasoning") this.#think(delta.text, 0)
    else this.#announce(splitter.feed(delta.text))
  }

  #announce(pieces: ReadonlyArray<SplitPiece>): void {
    for (const piece of pieces) {
      if (piece.kind === "reasoning") this.#think(piece.text, piece.block)
      else this.#say(piece.text)
    }
  }

  #think(text: string, block: number): void {
    if (block !== this.#block) this.#blocks.push("")
    this.#block = block
    this.#blocks[this.#blocks.length - 1] += text
    this.#signal({ kind: "reasoning", text })
  }

  #say(text: string): void {
    this.#text += text
    this.#signal({ kind: "chunk", output: "text", text })
  }
}
