import { type Fact, type FormAnswer, NodeFailure, type NodeResult, type StoredRun } from "@flowglass/core"
import { executionKeys } from "../execution_keys.ts"

/** What a recorded attempt came to. */
export interface RecordedAnswer {
  readonly nodeId: string
  /** Its place in the order in which attempts of the run ended. */
  readonly place: number
  /** Nothing else happened while it worked. */
  readonly isImmediate: boolean
  readonly outcome: NodeResult | NodeFailure
}

/** When another attempt began. */
export interface RecordedBeginning {
  /** Its place among the ends. */
  readonly place: number
  /** No node started for the first time since the end before it: nobody was let in first. */
  readonly isPrompt: boolean
}

type Ended = Extract<Fact, { readonly kind: "node_finished" | "node_retried" }>

const outcomeOf = (fact: Ended): NodeResult | NodeFailure => {
  const details = { inputs: fact.inputs, processData: fact.processData, ...(fact.usage && { usage: fact.usage }) }
  if (fact.kind === "node_retried") return new NodeFailure(fact.error, { ...details, type: fact.error.type })
  const { error, metadata, outputs, handle, updates } = fact
  if (error !== undefined) return new NodeFailure(error, { ...details, metadata, outputs, type: error.type })
  return { ...details, metadata, outputs, ...(handle && { handle }), ...(updates && { updates }) }
}

const hasEnded = (fact: Fact): fact is Ended =>
  fact.kind === "node_retried" || (fact.kind === "node_finished" && fact.status !== "stopped")

/** The answers of a recorded run by execution and attempt. Attempts that were stopped have none. */
export class RecordedAnswers {
  readonly #answers = new Map<string, RecordedAnswer>()
  readonly #beginnings = new Map<string, RecordedBeginning>()
  readonly #forms = new Map<string, FormAnswer>()
  /** The highest attempt of any execution, from 0. */
  lastAttempt = 0
  /** The run ended before all its nodes had: it failed, reached a limit, or was stopped. */
  isCutShort = false

  constructor(run: StoredRun) {
    const keyOf = executionKeys(run)
    let working: string | undefined
    let isPrompt = true
    for (const fact of run.facts()) {
      const key = "node" in fact ? keyOf(fact.frame, fact.node) : undefined
      if (fact.kind === "run_ending") this.isCutShort = true
      if (fact.kind === "node_started") working = key
      else if (key !== working) working = undefined
      if (fact.kind === "node_started") {
        if (fact.attempt === 0) isPrompt = false
        else this.#beginnings.set(`${fact.attempt} ${key}`, { place: fact.seq, isPrompt })
      } else if (hasEnded(fact)) isPrompt = true
      if (fact.kind === "node_resumed" && key !== undefined)
        this.#forms.set(key, { action: fact.action, values: fact.values })
      if (key === undefined || !hasEnded(fact)) continue
      this.lastAttempt = Math.max(this.lastAttempt, fact.attempt)
      const answer = {
        nodeId: run.graph.nodes[fact.node]?.id ?? "",
        place: fact.seq,
        isImmediate: working === key,
        outcome: outcomeOf(fact)
      }
      this.#answers.set(`${fact.attempt} ${key}`, answer)
      // Further attempts than there were then come to the same.
      if (fact.kind === "node_finished") this.#answers.set(key, answer)
    }
  }

  /** All answers, each once. */
  get all(): ReadonlySet<RecordedAnswer> {
    return new Set(this.#answers.values())
  }

  /** What somebody said to the form of an execution, or that nobody did in time; undefined where it still waits. */
  form(execution: string): FormAnswer | undefined {
    return this.#forms.get(execution)
  }

  /** When an attempt after the first began. */
  beginning(execution: string, attempt: number): RecordedBeginning | undefined {
    return this.#beginnings.get(`${attempt} ${execution}`)
  }

  find(execution: string, attempt: number): RecordedAnswer | undefined {
    return this.#answers.get(`${attempt} ${execution}`) ?? this.#answers.get(execution)
  }
}
