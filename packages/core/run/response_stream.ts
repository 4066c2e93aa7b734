import type { CompiledGraph } from "../graph/compiled_graph.ts"
import type { Selector } from "../value/selector.ts"
import { markdownOf } from "../value/text_form.ts"
import type { Value } from "../value/value.ts"
import { type OpenTemplate, type StreamSource, settleTemplate, shownValue } from "./settle_template.ts"
import { type StreamPlan, type StreamVariable, selectorKey } from "./stream_plan.ts"
import { reachFrom } from "./stream_reach.ts"

/** A piece of text in its place. */
export interface StreamedChunk {
  /** The node the text comes from: the owner of the variable, else the answer or end node. */
  readonly node: number
  readonly selector: Selector
  readonly text: string
  readonly isFinal: boolean
}

/**
 * Puts streamed text in the order of the answer and end templates: nothing before an undecided branch, references in
 * template order whatever finishes first, values that exist already as one chunk. What is streamed is what the answer
 * says: the text of a node beside it, which may still be at work when the answer is given, waits for its end and is
 * left out when the answer is given first. Every edge and every chunk is looked at once, so a graph of any shape
 * streams in linear time.
 */
export class ResponseStream {
  readonly #graph: CompiledGraph
  readonly #plan: StreamPlan
  readonly #source: StreamSource
  readonly #emit: (chunk: StreamedChunk) => void
  readonly #reached: ReadonlyArray<Int32Array>
  /** Templates that were opened, in order; the one at `#turn` is being said. */
  readonly #opened: Array<OpenTemplate> = []
  /** Their places by node. */
  readonly #placeOf = new Map<number, number>()
  /** How many templates that are open and not yet said refer to what a node says or thinks, by its id. */
  readonly #listeners = new Map<string, number>()
  /** Streamed text by node id, then by the key of its selector. */
  readonly #buffers = new Map<string, Map<string, Array<string>>>()
  #turn = 0
  #segment = 0
  #position = 0

  constructor(graph: CompiledGraph, plan: StreamPlan, source: StreamSource, emit: (chunk: StreamedChunk) => void) {
    this.#graph = graph
    this.#plan = plan
    this.#source = source
    this.#emit = emit
    this.#reached = plan.initial.map((reached) => reached.slice())
  }

  /** Streams what needs no node to run. */
  start(): void {
    this.#open(this.#plan.opened)
  }

  /** Takes the end of a node: opens the templates behind the edges it took; `~edge` was skipped. */
  nodeFinished(node: number, edges: ReadonlyArray<number>): void {
    this.#settle(node)
    for (const edge of edges) {
      const target = edge < 0 ? undefined : this.#graph.edges[edge]?.target
      const watches = target === undefined ? undefined : this.#plan.watches.get(target)
      if (watches !== undefined) this.#open(reachFrom(this.#plan.reaches, this.#reached, watches))
    }
    this.flush()
  }

  /** Takes a piece of streamed text; an empty one is the last of its stream. */
  chunk(selector: Selector, text: string): void {
    const key = selectorKey(selector)
    if (!this.#plan.keys.has(key)) return
    const id = selector[0] ?? ""
    const buffers = this.#buffers.get(id) ?? new Map<string, Array<string>>()
    this.#buffers.set(id, buffers)
    const buffer = buffers.get(key)
    if (buffer === undefined) buffers.set(key, [text])
    else buffer.push(text)
    this.flush()
  }

  /** Whether reasoning of a node may be shown now: a template that is open refers to its text. */
  showsReasoning(nodeId: string): boolean {
    return (this.#listeners.get(nodeId) ?? 0) > 0
  }

  /** Forgets the text of an attempt that failed; returns the selector whose text had already been shown. */
  reset(nodeId: string): Selector | undefined {
    const buffers = this.#buffers.get(nodeId)
    this.#buffers.delete(nodeId)
    const segment = this.#opened[this.#turn]?.segments[this.#segment]
    if (segment?.kind !== "variable" || buffers?.has(segment.key) !== true || this.#position === 0) return undefined
    this.#position = 0
    return segment.selector
  }

  /** Streams as far as everything is known. */
  flush(): void {
    for (let active = this.#opened[this.#turn]; active !== undefined && this.#advance(active); ) {
      if (this.#segment < active.segments.length) continue
      this.#listen(active, -1)
      this.#turn++
      this.#segment = 0
      active = this.#opened[this.#turn]
    }
  }

  #open(templates: ReadonlyArray<number>): void {
    for (const index of templates) {
      const template = this.#plan.templates[index]
      if (template === undefined || this.#placeOf.has(template.node)) continue
      this.#placeOf.set(template.node, this.#opened.length)
      this.#opened.push(template)
      this.#listen(template, 1)
      if (this.#turn === this.#opened.length - 1) this.flush()
    }
  }

  /** Keeps a template that waits for its turn as its node gave it. */
  #settle(node: number): void {
    const place = this.#placeOf.get(node) ?? 0
    const template = this.#plan.templates[this.#plan.templateOf.get(node) ?? -1]
    if (template === undefined || place <= this.#turn) return
    this.#listen(template, -1)
    const settled = settleTemplate(template, this.#source, (variable) => this.#textOf(variable) !== undefined)
    this.#opened[place] = settled
    this.#listen(settled, 1)
  }

  #listen(template: OpenTemplate, by: number): void {
    for (const segment of template.segments) {
      if (segment.kind !== "variable") continue
      const [id = "", name] = segment.selector
      if (name === "text" || name === "reasoning_content") this.#listeners.set(id, (this.#listeners.get(id) ?? 0) + by)
    }
  }

  #textOf({ selector, key }: StreamVariable): ReadonlyArray<string> | undefined {
    return this.#buffers.get(selector[0] ?? "")?.get(key)
  }

  /** Works on the current segment; true when it is done. */
  #advance(template: OpenTemplate): boolean {
    const segment = template.segments[this.#segment]
    if (segment === undefined) return true
    const isLast = this.#segment === template.segments.length - 1
    if (segment.kind === "variable") return this.#advanceVariable(template.node, segment, isLast)
    if (segment.kind === "settled") return this.#show(template.node, segment, segment.value, isLast)
    const id = this.#graph.nodes[template.node]?.id ?? ""
    this.#emit({ node: template.node, selector: [id, "answer"], text: segment.text, isFinal: isLast })
    return this.#next()
  }

  #advanceVariable(template: number, variable: StreamVariable, isLast: boolean): boolean {
    const { node, selector, isBeside } = variable
    if (node >= 0 && this.#source.isSkipped(node)) return this.#next()
    const isOver = node < 0 || this.#source.isFinished(node)
    // What a node beside the answer says is part of it only when that node ends first.
    const mayStream = isOver || !isBeside
    if (!mayStream && !this.#source.isFinished(template)) return false
    const buffer = mayStream ? this.#textOf(variable) : undefined
    if (buffer !== undefined) {
      for (; this.#position < buffer.length; this.#position++) {
        const text = buffer[this.#position] ?? ""
        this.#emit({ node, selector, text, isFinal: isLast && text === "" })
      }
      if (!isOver) return false
      if (isLast && buffer.at(-1) !== "") this.#emit({ node, selector, text: "", isFinal: true })
      return this.#next()
    }
    const value = shownValue(template, variable, this.#source)
    // The owner is done, or the answer itself is: a value that is still missing will never come.
    if (value === undefined && !isOver && !this.#source.isFinished(template)) return false
    return this.#show(template, variable, value, isLast)
  }

  /** Shows a value as one chunk, if there is one. */
  #show(template: number, of: { node: number; selector: Selector }, value: Value | undefined, isLast: boolean): true {
    const text = value === undefined ? undefined : markdownOf(value)
    const node = of.node >= 0 ? of.node : template
    if (text !== undefined && (text !== "" || isLast))
      this.#emit({ node, selector: of.selector, text, isFinal: isLast })
    return this.#next()
  }

  #next(): true {
    this.#segment++
    this.#position = 0
    return true
  }
}
