import type { ErrorData, Fact, NodeFinished, NodeStarted, RunFinished, StoredRun } from "@flowglass/core"

/** The latest execution of one node, as far as the facts tell. */
export interface NodeHistory {
  readonly startedAt: number
  readonly attempts: number
  /** Frames it ran in: more than one inside containers. */
  readonly rounds: number
  readonly isPaused: boolean
  readonly finished: NodeFinished | undefined
  readonly error: ErrorData | undefined
}

/** A run as its facts tell it. */
export interface RunHistory {
  readonly nodes: ReadonlyMap<number, NodeHistory>
  readonly finished: RunFinished | undefined
  readonly isPaused: boolean
}

const started = (previous: NodeHistory | undefined, fact: NodeStarted): NodeHistory => {
  const isRetry = fact.attempt > 0 && previous !== undefined
  return {
    startedAt: isRetry ? previous.startedAt : fact.at,
    attempts: fact.attempt + 1,
    rounds: isRetry ? previous.rounds : (previous?.rounds ?? 0) + 1,
    isPaused: false,
    finished: undefined,
    error: undefined
  }
}

/** Folds facts into what the Inspector shows: for each node its latest execution. */
export const runHistory = (facts: ReadonlyArray<Fact>): RunHistory => {
  const nodes = new Map<number, NodeHistory>()
  let finished: RunFinished | undefined
  let isPaused = false
  for (const fact of facts) {
    if (fact.kind === "node_started") nodes.set(fact.node, started(nodes.get(fact.node), fact))
    else if (fact.kind === "run_finished") finished = fact
    else if (fact.kind === "run_paused") isPaused = true
    else if (fact.kind === "run_resumed") isPaused = false
    else if (fact.kind === "node_finished") {
      const history = nodes.get(fact.node)
      if (history !== undefined)
        nodes.set(fact.node, { ...history, finished: fact, error: fact.error, isPaused: false })
    } else if (fact.kind === "node_paused") {
      const history = nodes.get(fact.node)
      if (history !== undefined) nodes.set(fact.node, { ...history, isPaused: true })
    }
  }
  return { nodes, finished, isPaused }
}

/** The history of a stored run. */
export const historyOf = (run: StoredRun): RunHistory => runHistory(run.facts())
