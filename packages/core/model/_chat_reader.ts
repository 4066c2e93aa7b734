import { Result } from "effect"
import { makeParser } from "effect/encoding/Sse"
import type { ModelError } from "../error/model_errors.ts"
import type { Usage } from "../node/node_result.ts"
import { type ChatChunk, type ChatPiece, decodeChatChunk } from "./_chat_chunk.ts"
import type { ModelFailures } from "./_model_failure.ts"
import { ToolCalls } from "./_tool_calls.ts"
import type { ModelDelta } from "./model_delta.ts"

/** The largest event of a stream, in UTF-16 units: larger ones are refused before they fill the memory. */
const maximumEvent = 8 * 1024 * 1024

const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.trunc(value) : 0

const textOf = (content: ChatPiece["content"]): string =>
  typeof content === "string" ? content : (content ?? []).map((part) => part.text ?? "").join("")

/** Reads the events of a streamed chat completion, piece by piece as they arrive. */
export class ChatReader {
  readonly #failures: ModelFailures
  readonly #decoder = new TextDecoder()
  readonly #parser = makeParser((event) => this.#event(event._tag === "Event" ? event.data : ""), {
    maxEventSize: maximumEvent
  })
  readonly #calls = new ToolCalls()
  #deltas: Array<ModelDelta> = []
  #error: ModelError | undefined
  #events = 0
  #done = false
  #finishReason: string | null = null
  #usage: ChatChunk["usage"]

  constructor(failures: ModelFailures) {
    this.#failures = failures
  }

  /** Whether nothing more is to be read: the end was announced, or the answer is broken. */
  get closed(): boolean {
    return this.#done || this.#error !== undefined
  }

  /** Whether the model said that it is finished, so that a lost connection loses nothing of the answer. */
  get finished(): boolean {
    return this.#done || this.#finishReason !== null
  }

  /** The deltas of the next bytes. Characters and events may be split anywhere. */
  read(bytes: Uint8Array): ReadonlyArray<ModelDelta> {
    this.#feed(this.#decoder.decode(bytes, { stream: true }))
    return this.#take()
  }

  /** The last deltas, or why this is no complete answer. `latency` is in seconds. */
  end(latency: number): Result.Result<ReadonlyArray<ModelDelta>, ModelError> {
    // A last event without its empty line counts.
    if (!this.closed) this.#feed(`${this.#decoder.decode()}\n\n`)
    if (this.#error !== undefined) return Result.fail(this.#error)
    if (this.#events === 0 && !this.#done)
      return Result.fail(this.#failures.unreadable("there was no event in the answer"))
    if (!this.finished) return Result.fail(this.#failures.interrupted())
    for (const call of this.#calls.finish()) this.#deltas.push({ kind: "tool_call", call })
    this.#deltas.push({ kind: "end", finishReason: this.#finishReason, usage: this.#counted(latency) })
    return Result.succeed(this.#take())
  }

  /** Takes in an answer that did not come as a stream of events, in JSON. */
  readWhole(text: string): void {
    this.#chunk(text)
    if (!this.closed) this.#error = this.#failures.unreadable(text)
  }

  #chunk(text: string): void {
    this.#events++
    const decoded = decodeChatChunk(text)
    if (Result.isFailure(decoded)) {
      this.#error = this.#failures.unreadable(text)
      return
    }
    const { choices, error, usage } = decoded.success
    if (error !== undefined && error !== null) this.#error = this.#failures.ofReport(error)
    if (usage !== undefined && usage !== null) this.#usage = usage
    const choice = choices?.find((candidate) => (candidate.index ?? 0) === 0)
    const piece = choice?.delta ?? choice?.message
    if (piece) this.#piece(piece)
    if (choice?.finish_reason) this.#finishReason = choice.finish_reason
    // A message is whole, with or without a reason.
    if (choice?.message) this.#done = true
  }

  #feed(text: string): void {
    const tooLarge = this.#parser.feed(text)
    if (tooLarge !== undefined && !this.closed) this.#error = this.#failures.tooLarge()
  }

  #event(data: string): void {
    if (data === "" || this.closed) return
    if (data.trim() === "[DONE]") this.#done = true
    else this.#chunk(data)
  }

  #piece(piece: ChatPiece): void {
    const reasoning = piece.reasoning_content || piece.reasoning || ""
    const text = textOf(piece.content)
    if (reasoning !== "") this.#deltas.push({ kind: "reasoning", text: reasoning })
    if (text !== "") this.#deltas.push({ kind: "text", text })
    if (piece.tool_calls) this.#calls.add(piece.tool_calls)
  }

  #take(): ReadonlyArray<ModelDelta> {
    const deltas = this.#deltas
    this.#deltas = []
    return deltas
  }

  #counted(latency: number): Usage {
    const prompt_tokens = count(this.#usage?.prompt_tokens)
    const completion_tokens = count(this.#usage?.completion_tokens)
    const total_tokens = count(this.#usage?.total_tokens) || prompt_tokens + completion_tokens
    return { prompt_tokens, completion_tokens, total_tokens, latency }
  }
}
