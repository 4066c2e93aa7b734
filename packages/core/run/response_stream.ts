import type { CompiledGraph } from "../graph/compiled_graph.ts"
import type { Selector } from "../value/selector.ts"
import { markdownOf } from "../value/text_form.ts"
import type { Value } from "../value/value.ts"
import { reachFrom, type StreamPlan, type StreamTemplate, selectorKey } from "./stream_plan.ts"

/** What the stream has to know of its run. */
export interface StreamSource {
  readonly isSkipped: (node: number) => boolean
  readonly isFinished: (node: number) => boolean
  readonly value: (selector: Selector) => Value | undefined
}

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
 * template order whatever finishes first, values that exist already as one chunk. Every edge and every chunk is looked
 * at once, so a graph of any shape streams in linear time.
 */
export class ResponseStream {
  readonly #graph: CompiledGraph
  readonly #plan: StreamPlan
  readonly #source: StreamSource
  readonly #emit: (chunk: StreamedChunk) => void
  readonly #reached: ReadonlyArray<Uint8Array>
  readonly #activated = new Set<number>()
  readonly #waiting: Array<StreamTemplate> = []
  readonly #buffers = new Map<string, Array<string>>()
  #active: StreamTemplate | undefined
  #segment = 0
  #position = 0

  constructor(graph: CompiledGraph, plan: StreamPlan, source: StreamSource, emit: (chunk: StreamedChunk) => void) {
    this.#graph = graph
    this.#plan = plan
    this.#source = source
    this.#emit = emit
    this.#reached = plan.reaches.map((reach) => reach.initial.slice())
  }

  /** Streams what needs no node to run. */
  start(): void {
    for (const template of this.#plan.templates) {
      if (this.#plan.reaches[template.reach]?.initial[template.node] === 1) this.#activate(template)
    }
  }

  /** Opens the templates behind edges that were taken; `~edge` was skipped. */
  edgesDecided(edges: ReadonlyArray<number>): void {
    for (const edge of edges) {
      const target = edge < 0 ? undefined : this.#graph.edges[edge]?.target
      if (target !== undefined) this.#reach(target)
    }
    this.flush()
  }

  /** Takes a piece of streamed text; an empty one is the last of its stream. */
  chunk(selector: Selector, text: string): void {
    const key = selectorKey(selector)
    if (!this.#plan.keys.has(key)) return
    const buffer = this.#buffers.get(key)
    if (buffer === undefined) this.#buffers.set(key, [text])
    else buffer.push(text)
    this.flush()
  }

  /** Whether reasoning of a node may be shown now: a template that is open refers to its text. */
  showsReasoning(nodeId: string): boolean {
    const shown = (template: StreamTemplate): boolean =>
      template.segments.some(
        (segment) =>
          segment.kind === "variable" &&
          segment.selector[0] === nodeId &&
          (segment.selector[1] === "text" || segment.selector[1] === "reasoning_content")
      )
    return (this.#active !== undefined && shown(this.#active)) || this.#waiting.some(shown)
  }

  /** Forgets the text of an attempt that failed; returns the selectors whose text had already been shown. */
  reset(nodeId: string): ReadonlyArray<Selector> {
    const withdrawn: Array<Selector> = []
    const segment = this.#active?.segments[this.#segment]
    for (const key of this.#buffers.keys()) {
      if (!key.startsWith(`${nodeId}\u0000`)) continue
      this.#buffers.delete(key)
      if (segment?.kind === "variable" && segment.key === key && this.#position > 0) {
        this.#position = 0
        withdrawn.push(segment.selector)
      }
    }
    return withdrawn
  }

  /** Streams as far as everything is known. */
  flush(): void {
    while (this.#active !== undefined && this.#advance(this.#active)) {
      if (this.#segment < this.#active.segments.length) continue
      this.#active = this.#waiting.shift()
      this.#segment = 0
    }
  }

  #reach(node: number): void {
    const opened: Array<number> = []
    this.#plan.reaches.forEach((reach, index) => {
      const reached = this.#reached[index]
      if (reached === undefined || reached[node] === 1) return
      for (const response of reachFrom(this.#graph, reach, reached, node)) {
        const template = this.#plan.templateOf.get(response)
        if (template !== undefined && this.#plan.templates[template]?.reach === index) opened.push(template)
      }
    })
    for (const index of opened.sort((left, right) => left - right)) {
      const template = this.#plan.templates[index]
      if (template !== undefined) this.#activate(template)
    }
  }

  #activate(template: StreamTemplate): void {
    if (this.#activated.has(template.node)) return
    this.#activated.add(template.node)
    if (this.#active !== undefined) {
      this.#waiting.push(template)
      return
    }
    this.#active = template
    this.#segment = 0
    this.flush()
  }

  /** Works on the current segment; true when it is done. */
  #advance(template: StreamTemplate): boolean {
    const segment = template.segments[this.#segment]
    if (segment === undefined) return true
    const isLast = this.#segment === template.segments.length - 1
    if (segment.kind === "text") {
      const id = this.#graph.nodes[template.node]?.id ?? ""
      this.#emit({ node: template.node, selector: [id, "answer"], text: segment.text, isFinal: isLast })
      return this.#next()
    }
    const { node, selector, key } = segment
    if (node >= 0 && this.#source.isSkipped(node)) return this.#next()
    const owner = node >= 0 ? node : template.node
    const buffer = this.#buffers.get(key)
    if (buffer !== undefined) {
      for (; this.#position < buffer.length; this.#position++) {
        const text = buffer[this.#position] ?? ""
        this.#emit({ node: owner, selector, text, isFinal: isLast && text === "" })
      }
      if (!this.#source.isFinished(owner)) return false
      if (isLast && buffer.at(-1) !== "") this.#emit({ node: owner, selector, text: "", isFinal: true })
      return this.#next()
    }
    const value = this.#source.value(selector)
    if (value !== undefined) {
      const text = markdownOf(value)
      if (text !== "" || isLast) this.#emit({ node: owner, selector, text, isFinal: isLast })
      return this.#next()
    }
    // The owner is done, or the answer itself is: a value that is still missing will never come.
    return (node < 0 || this.#source.isFinished(node) || this.#source.isFinished(template.node)) && this.#next()
  }

  #next(): true {
    this.#segment++
    this.#position = 0
    return true
  }
}
