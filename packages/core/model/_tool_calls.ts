import type { ChatPiece } from "./_chat_chunk.ts"
import type { ModelToolCall } from "./model_request.ts"

type Pieces = NonNullable<ChatPiece["tool_calls"]>

interface Slot {
  id: string
  name: string
  arguments: string
}

const argumentText = (given: unknown): string => (typeof given === "string" ? given : (JSON.stringify(given) ?? ""))

/** Puts the calls of an answer together from their pieces. */
export class ToolCalls {
  readonly #slots = new Map<number, Slot>()

  add(pieces: Pieces): void {
    for (const piece of pieces) {
      const slot = this.#slotOf(piece.index ?? undefined, piece.id ?? "")
      if (piece.id) slot.id = piece.id
      if (piece.function?.name) slot.name = piece.function.name
      const given = piece.function?.arguments
      if (given !== undefined && given !== null) slot.arguments += argumentText(given)
    }
  }

  /** The finished calls, in the order they began. */
  finish(): ReadonlyArray<ModelToolCall> {
    return Array.from(this.#slots.values(), (slot, index) => ({ ...slot, id: slot.id || `call_${index}` }))
  }

  // Servers that leave the index out send each call whole, or continue the last one without its id.
  #slotOf(index: number | undefined, id: string): Slot {
    const continued = id === "" || this.#slots.get(this.#slots.size - 1)?.id === id
    const key = index ?? (continued ? Math.max(0, this.#slots.size - 1) : this.#slots.size)
    const found = this.#slots.get(key)
    if (found !== undefined) return found
    const made: Slot = { id: "", name: "", arguments: "" }
    this.#slots.set(key, made)
    return made
  }
}
