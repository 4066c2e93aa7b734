import { defaultValue, type Program, type ProgramNode } from "./_test_program.ts"

/** A value of a program; nothing else occurs in one. */
export type Plain = null | string | number | ReadonlyArray<Plain>

interface Outputs {
  readonly [name: string]: Plain
}

/** What a node came to. */
export interface NodeOutcome {
  /** Frame path and id. */
  readonly execution: string
  readonly status: "succeeded" | "exception" | "failed"
  readonly outputs: Outputs
}

/** What a run came to. */
export interface Outcome {
  readonly status: "succeeded" | "partial-succeeded" | "failed"
  /** Every execution of every frame. */
  readonly nodes: ReadonlyArray<NodeOutcome>
  /** The pieces of the answer; which came first may be a matter of time. */
  readonly answers: ReadonlyArray<string>
  /** Outputs of the run but for its answer. */
  readonly outputs: Outputs
  readonly exceptions: number
  readonly steps: number
}

/** How a node ended, and by which handle; `never` for one whose turn cannot come. */
type Ending = { readonly taken: string | true } | "skipped" | "never"

/** Variables by node; a frame sees those around it. */
type Scopes = Readonly<Record<string, Readonly<Record<string, Plain>>>>

interface Frame {
  readonly path: string
  readonly around: Scopes
  /** Filled as nodes end. */
  readonly own: Record<string, Record<string, Plain>>
  failed: boolean
}

/**
 * The meaning of a program, as plainly as it can be said: a node runs when all edges to it are decided and at least one
 * was taken; it looks at everything before it first, by calling itself. No queue, no fibers, no facts, no compiled graph:
 * slow, and nothing in common with the engine.
 */
class Interpreter {
  readonly nodes: Array<NodeOutcome> = []
  readonly answers: Array<string> = []
  readonly outputs: Record<string, Plain> = {}
  readonly #items: ReadonlyArray<number>

  constructor(items: ReadonlyArray<number>) {
    this.#items = items
  }

  frame(program: Program, path: string, around: Scopes): Frame {
    const frame: Frame = { path, around, own: {}, failed: false }
    const endings = new Map<string, Ending>()
    const endingOf = (node: ProgramNode): Ending => {
      const known = endings.get(node.id)
      if (known !== undefined) return known
      const ending = this.#isDue(node, program, endingOf) ?? this.#run(node, frame)
      endings.set(node.id, ending)
      return ending
    }
    for (const node of program.nodes) endingOf(node)
    return frame
  }

  /** Undefined when the node runs. */
  #isDue(node: ProgramNode, { nodes, edges }: Program, endingOf: (node: ProgramNode) => Ending): Ending | undefined {
    if (node === nodes[0]) return undefined
    const incoming = edges.filter(([, target]) => target === node.id)
    const decided = incoming.map(([source, , handle]) => {
      const before = nodes.find(({ id }) => id === source)
      const ending = before === undefined ? "skipped" : endingOf(before)
      if (typeof ending === "string") return ending
      return ending.taken === true || ending.taken === handle ? "taken" : "skipped"
    })
    if (decided.includes("never")) return "never"
    return decided.includes("taken") ? undefined : "skipped"
  }

  #read(frame: Frame, node: string, name: string): Plain | undefined {
    return (frame.own[node] ?? frame.around[node])?.[name]
  }

  #number(frame: Frame, node: string, name = "v"): number {
    const value = this.#read(frame, node, name)
    return typeof value === "number" ? value : 0
  }

  #end(node: ProgramNode, frame: Frame, outputs: Outputs, taken: string | true, status: NodeOutcome["status"]): Ending {
    this.nodes.push({ execution: `${frame.path}/${node.id}`, status, outputs })
    if (status === "failed") {
      frame.failed = true
      return "never"
    }
    frame.own[node.id] = { ...outputs }
    return { taken }
  }

  /** A success of a node with this strategy; under `fail-branch` a success goes by `source`. */
  #succeed(node: ProgramNode, frame: Frame, outputs: Outputs): Ending {
    const strategy = "strategy" in node ? node.strategy : "none"
    return this.#end(node, frame, outputs, strategy === "fail-branch" ? "source" : true, "succeeded")
  }

  #fail(node: ProgramNode, frame: Frame, left: Outputs = {}): Ending {
    const strategy = "strategy" in node ? node.strategy : "none"
    const told = { error_message: "boom", error_type: "Boom" }
    if (strategy === "fail-branch") return this.#end(node, frame, told, "fail-branch", "exception")
    if (strategy === "default-value") return this.#end(node, frame, { ...defaultValue, ...told }, true, "exception")
    return this.#end(node, frame, left, true, "failed")
  }

  #run(node: ProgramNode, frame: Frame): Ending {
    switch (node.kind) {
      case "start":
        return this.#succeed(node, frame, { v: 0, items: this.#items })
      case "sum": {
        if (node.fails > node.retries) return this.#fail(node, frame)
        const sum = node.reads.reduce((total, [from = "", name = ""]) => total + this.#number(frame, from, name), 1)
        return this.#succeed(node, frame, { v: sum })
      }
      case "parity": {
        const number = this.#number(frame, node.from)
        return this.#end(node, frame, { v: number }, number % 2 === 0 ? "even" : "odd", "succeeded")
      }
      case "show": {
        const answer = `${node.id}=${shown(this.#read(frame, node.from, "v"))};`
        this.answers.push(answer)
        return this.#succeed(node, frame, { answer })
      }
      case "ask": {
        const digits = Number(/\d+/.exec(node.id)?.[0] ?? 0)
        const note = `${frame.path}/${node.id}`
        return this.#end(node, frame, { note }, digits % 2 === 0 ? "yes" : "no", "succeeded")
      }
      case "end": {
        const value = this.#read(frame, node.from, "v") ?? null
        this.outputs[node.id] = value
        return this.#succeed(node, frame, { [node.id]: value })
      }
      case "bump":
        return this.#bump(node, frame)
      case "iteration":
        return this.#iterate(node, frame)
      case "loop":
        return this.#loop(node, frame)
    }
  }

  #bump(node: ProgramNode & { readonly kind: "bump" }, frame: Frame): Ending {
    const shared = frame.around[node.loop]
    if (shared !== undefined) Object.assign(shared, { count: this.#number(frame, node.loop, "count") + 1 })
    return this.#succeed(node, frame, {})
  }

  #iterate(node: ProgramNode & { readonly kind: "iteration" }, frame: Frame): Ending {
    const results: Array<Plain> = []
    for (const [index, item] of this.#items.entries()) {
      const around = { ...frame.around, ...frame.own, [node.id]: { item, index } }
      const round = this.frame(node.inside, `${frame.path}/${node.id}[${index}]`, around)
      if (!round.failed) results.push(this.#read(round, node.output, "v") ?? null)
      else if (node.mode === "terminated") return this.#fail(node, frame, { output: flat(results) })
      else if (node.mode === "continue-on-error") results.push(null)
    }
    return this.#succeed(node, frame, { output: flat(results) })
  }

  #loop(node: ProgramNode & { readonly kind: "loop" }, frame: Frame): Ending {
    const shared: Record<string, Plain> = { count: 0 }
    for (let round = 0; round < node.rounds; round++) {
      const around = { ...frame.around, ...frame.own, [node.id]: shared }
      if (this.frame(node.inside, `${frame.path}/${node.id}[${round}]`, around).failed) return this.#fail(node, frame)
      if (Number(shared.count) >= node.until || round === node.rounds - 1) {
        return this.#succeed(node, frame, { count: shared.count ?? null, loop_round: round + 1 })
      }
    }
    return "never"
  }
}

const shown = (value: Plain | undefined): string => (value === undefined || value === null ? "" : String(value))

const flat = (results: ReadonlyArray<Plain>): ReadonlyArray<Plain> => {
  const present = results.filter((result) => result !== null)
  return present.length > 0 && present.every(Array.isArray) ? present.flat() : results
}

/** What a program comes to when the list of its run holds these items. */
export const interpret = (program: Program, items: ReadonlyArray<number>): Outcome => {
  const interpreter = new Interpreter(items)
  const root = interpreter.frame(program, "root", {})
  const { nodes, answers, outputs } = interpreter
  const exceptions = nodes.filter(({ status }) => status !== "succeeded").length
  const steps = nodes.filter(({ execution }) => execution.split("/").length === 2).length
  const status = root.failed ? "failed" : exceptions > 0 ? "partial-succeeded" : "succeeded"
  return { status, nodes, answers, outputs, exceptions, steps }
}
