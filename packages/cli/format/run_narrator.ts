import type { ErrorData, Fact, NodeFinished, RunFinished, RunGraph } from "@flowglass/core"
import { durationText } from "./duration_text.ts"
import { type NodeWord, nodeLineWriter } from "./node_line.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { cut } from "./text_table.ts"

/** The executions of one node inside containers, added up: an iteration may have thousands of them. */
interface Rounds {
  count: number
  elapsed: number
  worst: NodeFinished["status"]
  error: ErrorData | undefined
}

/** Nodes with little to look at: what they hold stands in the result already. */
const plain = new Set(["start", "end", "answer", "if-else", "variable-aggregator", "variable-assigner"])

const words = { succeeded: "ok", exception: "warn", failed: "fail", stopped: "stop" } as const
const severity = ["succeeded", "exception", "stopped", "failed"] as const

const errorText = (error: ErrorData | undefined): ReadonlyArray<string> =>
  error === undefined ? [] : [cut(`${error.code}: ${error.message.split("\n")[0]}`, 120)]

const notesOf = (fact: NodeFinished): ReadonlyArray<string> => [
  ...(fact.handle === undefined ? [] : [`-> ${fact.handle}`]),
  ...(fact.usage === undefined || fact.usage.total_tokens === 0 ? [] : [`${fact.usage.total_tokens} tokens`]),
  ...(fact.attempt === 0 ? [] : [`${fact.attempt + 1} attempts`]),
  ...(fact.mocked ? ["(mocked)"] : []),
  ...errorText(fact.error)
]

/** Tells a run line by line while it happens: give it the facts in their order. */
export class RunNarrator {
  readonly #graph: RunGraph
  readonly #style: Style
  readonly #line: ReturnType<typeof nodeLineWriter>
  readonly #command: string
  readonly #started = new Set<number>()
  readonly #rounds = new Map<number, Rounds>()
  #lookAt: string | undefined

  /** `command` is what somebody types to start the command line. */
  constructor(graph: RunGraph, style: Style, command = "flowglass") {
    this.#graph = graph
    this.#command = command
    this.#style = style
    this.#line = nodeLineWriter(graph, style)
  }

  /** What a fact adds to the story; mostly nothing. */
  tell(fact: Fact): ReadonlyArray<string> {
    switch (fact.kind) {
      case "node_started":
        this.#started.add(fact.node)
        return []
      case "node_retried":
        if (fact.frame !== 0) return []
        return this.#tellNode("retry", fact.node, "", [`attempt ${fact.attempt + 1}:`, ...errorText(fact.error)])
      case "node_paused":
        return this.#tellNode("wait", fact.node, "", ["waits for somebody"])
      case "node_finished":
        if (fact.frame !== 0) return this.#count(fact)
        if (!plain.has(this.#graph.nodes[fact.node]?.type ?? "")) this.#lookAt = this.#graph.nodes[fact.node]?.id
        return this.#tellFinished(fact)
      case "run_finished":
        return [...this.#tellSkipped(), this.#tellEnd(fact)]
      case "run_paused":
        return [this.#style.warn("paused")]
      default:
        return []
    }
  }

  #tellNode(word: NodeWord, index: number, took: string, notes: ReadonlyArray<string>): ReadonlyArray<string> {
    const node = this.#graph.nodes[index]
    return node === undefined ? [] : [this.#line(word, node, took, notes)]
  }

  #tellFinished(fact: NodeFinished): ReadonlyArray<string> {
    const inside = [...this.#rounds].filter(([index]) => this.#isInside(index, fact.node))
    for (const [index] of inside) this.#rounds.delete(index)
    return [
      ...this.#tellNode(words[fact.status], fact.node, durationText(fact.elapsed), notesOf(fact)),
      ...inside
        .toSorted(([left], [right]) => left - right)
        .flatMap(([index, rounds]) =>
          this.#tellNode(words[rounds.worst], index, durationText(rounds.elapsed), [
            rounds.count === 1 ? "1 round" : `${rounds.count} rounds`,
            ...errorText(rounds.error)
          ])
        )
    ]
  }

  /** Whether a node is in a container, at any depth. */
  #isInside(index: number, container: number): boolean {
    const containerId = this.#graph.nodes[container]?.id
    let parent = this.#graph.nodes[index]?.parent
    for (let depth = 0; parent !== undefined && depth < 100; depth++) {
      if (parent === containerId) return true
      parent = this.#graph.nodes.find((node) => node.id === parent)?.parent
    }
    return false
  }

  #count(fact: NodeFinished): ReadonlyArray<string> {
    const rounds = this.#rounds.get(fact.node) ?? { count: 0, elapsed: 0, worst: "succeeded", error: undefined }
    rounds.count += 1
    rounds.elapsed += fact.elapsed
    rounds.error ??= fact.error
    if (severity.indexOf(fact.status) > severity.indexOf(rounds.worst)) rounds.worst = fact.status
    this.#rounds.set(fact.node, rounds)
    return []
  }

  #tellSkipped(): ReadonlyArray<string> {
    return this.#graph.nodes.flatMap((node, index) =>
      this.#started.has(index) || node.parent !== undefined ? [] : [this.#line("skip", node, "", [])]
    )
  }

  #tellEnd(fact: RunFinished): string {
    const { good, bad, warn } = this.#style
    const mark = fact.status === "succeeded" ? good : fact.status === "partial-succeeded" ? warn : bad
    const tokens = fact.totalTokens === 0 ? "" : `  ${fact.totalTokens} tokens`
    const failed = fact.failedNode === undefined ? undefined : this.#graph.nodes[fact.failedNode]?.id
    const node = failed ?? this.#lookAt
    const inside = `${this.#command} inspect last ${oneLine(node ?? "")}`
    const advice = node === undefined ? "" : this.#style.dim(`    look inside: ${inside}`)
    return `${mark(fact.status)}  ${durationText(fact.elapsed)}${tokens}${advice}`
  }
}
