import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact } from "../run/fact.ts"
import { FileValue } from "../value/file_value.ts"
import { Float, type ValueObject } from "../value/value.ts"

/** Bytes of a fact and of a list or object beside their parts, and of a part beside its text. */
const factSize = 256
const acceptedSize = 1024
const objectSize = 64
const partSize = 16

/** Smaller texts and objects are counted again, which is quicker than to remember them. */
const worthRemembering = 1024

/** What is nested deeper than any value counts as if it ended there. */
const maximumDepth = 1000

/**
 * About how many bytes of memory the facts of one run hold, counted as they come. Long texts, large objects and bytes
 * of files that several facts share count once.
 */
export class HeldSize {
  bytes = 0
  #empty: ValueObject | undefined
  #objects: Set<object> | undefined
  /** The latest long text of each length. */
  #texts: Map<number, string> | undefined

  /** Counts a fact; returns how many bytes it adds. It is called for every fact, so it looks at little. */
  add(fact: Fact): number {
    const before = this.bytes
    this.bytes += factSize
    switch (fact.kind) {
      case "node_started":
        break
      case "node_finished": {
        // Its inputs are values of other nodes, which count there.
        this.#addFields(fact.outputs)
        this.#addFields(fact.processData)
        this.#addFields(fact.metadata)
        if (fact.error !== undefined) this.#addText(fact.error.message)
        if (fact.updates !== undefined) for (const { value } of fact.updates) this.#addPart(value, 0)
        break
      }
      case "frame_started": {
        this.#addFields(fact.variables)
        break
      }
      case "frame_finished": {
        this.#addFields(fact.result)
        break
      }
      case "run_accepted": {
        this.bytes += acceptedSize
        this.#addFields(fact.inputs)
        this.#addFields(fact.system)
        this.#addFields(fact.environment)
        this.#addFields(fact.conversation)
        this.#addObject(fact.mocks, 0)
        break
      }
      default:
        this.#addObject(fact, 0)
    }
    return this.bytes - before
  }

  /** Counts the graph of a run; returns how many bytes it adds. */
  addGraph(graph: RunGraph): number {
    const before = this.bytes
    this.#addObject(graph, 0)
    return this.bytes - before
  }

  #addFields(fields: ValueObject): void {
    // The engine has one empty object for all that have nothing to say.
    if (fields === this.#empty) return
    let isEmpty = true
    for (const name in fields) {
      isEmpty = false
      this.bytes += partSize
      const value = fields[name]
      if (typeof value === "string" || typeof value === "object") this.#addPart(value, 0)
    }
    if (isEmpty) this.#empty = fields
  }

  #addPart(part: unknown, depth: number): void {
    if (typeof part === "string") this.#addText(part)
    else if (typeof part === "object" && part !== null && !(part instanceof Float)) this.#addObject(part, depth)
  }

  #addText(text: string): void {
    if (text.length >= worthRemembering) {
      this.#texts ??= new Map()
      if (this.#texts.get(text.length) === text) return
      this.#texts.set(text.length, text)
    }
    // Two bytes is the most that a character takes.
    this.bytes += 2 * text.length
  }

  #addObject(object: object, depth: number): void {
    if (depth > maximumDepth || this.#objects?.has(object) === true) return
    if (object instanceof Uint8Array) return this.#addBytes(object.buffer)
    const before = this.bytes
    this.bytes += objectSize
    if (Array.isArray(object)) this.#addParts(object, depth)
    else this.#addMembers(object instanceof FileValue ? object.attributes : object, depth)
    if (this.bytes - before >= worthRemembering) this.#remember(object)
  }

  #addParts(parts: ReadonlyArray<unknown>, depth: number): void {
    this.bytes += partSize * parts.length
    for (const part of parts) this.#addPart(part, depth + 1)
  }

  #addMembers(object: object, depth: number): void {
    // The names of a large object take half the time of its values.
    const names = Object.keys(object)
    this.bytes += partSize * names.length
    for (const name of names) this.#addPart(Reflect.get(object, name), depth + 1)
  }

  /** Who holds a piece of a buffer holds all of it. */
  #addBytes(buffer: ArrayBufferLike): void {
    if (this.#objects?.has(buffer) === true) return
    this.#remember(buffer)
    this.bytes += buffer.byteLength
  }

  #remember(object: object): void {
    this.#objects ??= new Set()
    this.#objects.add(object)
  }
}
