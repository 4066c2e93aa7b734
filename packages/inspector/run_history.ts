import type { Fact, NodeFinished, NodeStarted, RunFinished } from "@flowglass/core"

/** The latest execution of one node, as far as the facts tell. */
export interface NodeHistory {
  readonly frame: number
  readonly startedAt: number
  readonly attempts: number
  /** Frames it ran in so far: more than one inside containers. */
  readonly rounds: number
  readonly finished: NodeFinished | undefined
  /** It asks somebody and waits for the answer. */
  readonly isPaused: boolean
}

const begun = { finished: undefined, isPaused: false }

/**
 * A run as its facts tell it: for each node its latest execution, that is the one that started last. It grows with the
 * run and looks at each fact once.
 */
export class RunHistory {
  readonly nodes = new Map<number, NodeHistory>()
  /** How many facts it has seen. */
  facts = 0
  isPaused = false
  finished: RunFinished | undefined
  /** Frames of nodes that ran in more than one. */
  readonly #frames = new Map<number, Set<number>>()

  /** Takes in the facts it has not seen yet. */
  follow(facts: ReadonlyArray<Fact>): void {
    for (; this.facts < facts.length; this.facts++) {
      const fact = facts[this.facts]
      if (fact !== undefined) this.#apply(fact)
    }
  }

  #apply(fact: Fact): void {
    switch (fact.kind) {
      case "node_started":
        return this.#start(fact)
      case "node_retried": {
        const history = this.nodes.get(fact.node)
        // The next attempt counts while it is waited for.
        if (history?.frame === fact.frame) this.nodes.set(fact.node, { ...history, attempts: fact.attempt + 2 })
        return
      }
      case "node_finished": {
        const history = this.nodes.get(fact.node)
        // An earlier round may end after a later one started.
        if (history?.frame === fact.frame) this.nodes.set(fact.node, { ...history, finished: fact, isPaused: false })
        return
      }
      case "node_paused":
      case "node_resumed": {
        const history = this.nodes.get(fact.node)
        if (history?.frame !== fact.frame) return
        this.nodes.set(fact.node, { ...history, isPaused: fact.kind === "node_paused" })
        return
      }
      case "run_finished":
        this.finished = fact
        return
      case "run_paused":
      case "run_resumed":
        this.isPaused = fact.kind === "run_paused"
        return
      default:
    }
  }

  #start({ node, frame, at, attempt }: NodeStarted): void {
    const attempts = attempt + 1
    const previous = this.nodes.get(node)
    if (previous === undefined) {
      this.nodes.set(node, { frame, startedAt: at, attempts, rounds: 1, ...begun })
    } else if (previous.frame === frame) {
      this.nodes.set(node, { ...previous, attempts, ...begun })
    } else {
      const frames = this.#frames.get(node) ?? new Set([previous.frame])
      // An execution that a resumed run starts again is no new round.
      if (frames.has(frame)) return
      this.#frames.set(node, frames.add(frame))
      this.nodes.set(node, { frame, startedAt: at, attempts, rounds: frames.size, ...begun })
    }
  }
}
