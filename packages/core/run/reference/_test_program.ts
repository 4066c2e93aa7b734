import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { iterationStart, loopStart } from "../../node/container_entries.ts"
import { defineNode } from "../../node/define_node.ts"
import { end } from "../../node/end.ts"
import { iteration } from "../../node/iteration.ts"
import { loop } from "../../node/loop.ts"
import type { Selector } from "../../value/selector.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../_test_graph_workflow.ts"
import { boom, parityNode, showNode } from "../_test_nodes.ts"
import { askNode } from "../_test_paused_run.ts"
import type { Workflow } from "../workflow.ts"

/** What becomes of a node that has failed for good. */
export type Strategy = "none" | "fail-branch" | "default-value"

interface Step {
  readonly id: string
}

/** A node that can fail, and what is done about it. */
interface Fallible extends Step {
  /** How many attempts fail. */
  readonly fails: number
  readonly retries: number
  readonly strategy: Strategy
}

/** A node of a random program, with all that decides what it comes to. */
export type ProgramNode =
  | (Step & { readonly kind: "start" })
  /** One more than the sum of what it reads; `waits` lets others go first. */
  | (Fallible & { readonly kind: "sum"; readonly reads: ReadonlyArray<Selector>; readonly waits: boolean })
  | (Step & { readonly kind: "parity"; readonly from: string })
  /** Says what another node came to. */
  | (Step & { readonly kind: "show"; readonly from: string })
  | (Step & { readonly kind: "ask" })
  /** Makes what it read an output of the run. */
  | (Step & { readonly kind: "end"; readonly from: string })
  /** Adds one to the variable of the loop around it. */
  | (Step & { readonly kind: "bump"; readonly loop: string })
  | (Step & {
      readonly kind: "iteration"
      readonly mode: "terminated" | "continue-on-error" | "remove-abnormal-output"
      readonly parallel: number
      readonly strategy: Strategy
      readonly output: string
      readonly inside: Program
    })
  | (Step & {
      readonly kind: "loop"
      readonly rounds: number
      /** Ends when its variable is that large. */
      readonly until: number
      readonly strategy: Strategy
      readonly inside: Program
    })

/** An edge: source, target, handle. */
export type ProgramEdge = readonly [string, string, string]

/** A graph, or the inside of a container. Edges lead to later nodes; the first node is where it starts. */
export interface Program {
  readonly nodes: ReadonlyArray<ProgramNode>
  readonly edges: ReadonlyArray<ProgramEdge>
}

/** What a handled failure puts out in place of the node. */
export const defaultValue = { v: 9 }

const sumNode = defineNode({
  type: "sum",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({
    reads: Schema.Array(Schema.Array(Schema.String)),
    fails: Schema.Finite,
    waits: Schema.Boolean
  }),
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [],
  retries: true,
  example: { config: {}, outputs: {} },
  run: ({ reads, fails, waits }, { variables, attempt }) => {
    const sum = reads.reduce((total, selector) => {
      const value = variables.get(selector)
      return total + (typeof value === "number" ? value : 0)
    }, 1)
    const outcome = attempt < fails ? Effect.fail(boom()) : Effect.succeed({ outputs: { v: sum } })
    if (waits) return Effect.andThen(Effect.sleep(0), outcome)
    return attempt < fails ? boom() : { outputs: { v: sum } }
  }
})

const itemsNode = defineNode({
  type: "start",
  version: "1",
  kind: "root",
  summary: "",
  config: Schema.Struct({}),
  outputs: () => [{ name: "items", type: "array", required: true }],
  errors: [],
  example: { config: {}, outputs: {} },
  run: (_config, { nodeId, variables }) => ({ outputs: { v: 0, items: variables.get([nodeId, "items"]) ?? [] } })
})

const bumpNode = defineNode({
  type: "bump",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({ loop: Schema.String }),
  outputs: () => [],
  writes: (config) => [[config.loop, "count"]],
  errors: [],
  example: { config: {}, outputs: {} },
  run: (config, { variables }) => {
    const count = variables.get([config.loop, "count"])
    const value = (typeof count === "number" ? count : 0) + 1
    return { outputs: {}, updates: [{ selector: [config.loop, "count"], value }] }
  }
})

const policyOf = (strategy: Strategy, maximumRetries = 0) => ({ strategy, maximumRetries, defaultValue })

const entryOf = (id: string): string => `${id}entry`

const testNode = (node: ProgramNode): TestNode => {
  const { id } = node
  switch (node.kind) {
    case "start":
      return { id, type: itemsNode }
    case "sum": {
      const { reads, fails, waits, retries, strategy } = node
      return { id, type: sumNode, config: { reads, fails, waits }, policy: policyOf(strategy, retries) }
    }
    case "parity":
      return { id, type: parityNode, config: { from: node.from } }
    case "show":
      return { id, type: showNode, config: { template: `${id}={{#${node.from}.v#}};` } }
    case "ask":
      return askNode(id)
    case "end":
      return { id, type: end, config: { outputs: [{ variable: id, value_selector: [node.from, "v"] }] } }
    case "bump":
      return { id, type: bumpNode, config: { loop: node.loop } }
    case "iteration":
      return {
        id,
        type: iteration,
        config: {
          start_node_id: entryOf(id),
          iterator_selector: ["start", "items"],
          output_selector: [node.output, "v"],
          is_parallel: node.parallel > 1,
          parallel_nums: node.parallel,
          error_handle_mode: node.mode
        },
        policy: policyOf(node.strategy)
      }
    case "loop":
      return {
        id,
        type: loop,
        config: {
          start_node_id: entryOf(id),
          loop_count: node.rounds,
          loop_variables: [{ label: "count", var_type: "number", value_type: "constant", value: 0 }],
          break_conditions: [{ variable_selector: [id, "count"], comparison_operator: "≥", value: String(node.until) }]
        },
        policy: policyOf(node.strategy)
      }
  }
}

const flattened = ({ nodes, edges }: Program, parent?: string): { nodes: Array<TestNode>; edges: Array<TestEdge> } => {
  const flat: { nodes: Array<TestNode>; edges: Array<TestEdge> } = { nodes: [], edges: [...edges] }
  for (const node of nodes) {
    flat.nodes.push({ ...testNode(node), ...(parent === undefined ? {} : { parent }) })
    if (node.kind !== "iteration" && node.kind !== "loop") continue
    const inside = flattened(node.inside, node.id)
    const type = node.kind === "loop" ? loopStart : iterationStart
    flat.nodes.push({ id: entryOf(node.id), type, parent: node.id }, ...inside.nodes)
    flat.edges.push([entryOf(node.id), node.inside.nodes[0]?.id ?? ""], ...inside.edges)
  }
  return flat
}

/** A program as the engine runs it. */
export const programWorkflow = (program: Program): Workflow => {
  const { nodes, edges } = flattened(program)
  return graphWorkflow(nodes, edges)
}

/** Random numbers that a node is made of; what they mean depends on what came before it. */
interface Choice {
  readonly kind: number
  readonly from: number
  readonly also: number
  readonly handle: number
  readonly fails: number
  readonly retries: number
  readonly strategy: Strategy
  readonly waits: boolean
  readonly size: number
  readonly inside: ReadonlyArray<Choice>
}

const choiceOf = (depth: number): fc.Arbitrary<Choice> =>
  fc.record({
    kind: fc.nat(),
    from: fc.nat(),
    also: fc.nat(),
    handle: fc.nat(),
    fails: fc.constantFrom(0, 0, 0, 0, 1, 2),
    retries: fc.constantFrom(0, 1, 2),
    strategy: fc.constantFrom<Strategy>("none", "fail-branch", "default-value", "default-value"),
    waits: fc.boolean(),
    size: fc.integer({ min: 1, max: 3 }),
    inside: depth === 0 ? fc.constant([]) : fc.array(choiceOf(depth - 1), { minLength: 1, maxLength: 4 })
  })

const plainKinds = ["sum", "sum", "sum", "parity", "show", "ask"] as const
const modes = ["terminated", "continue-on-error", "remove-abnormal-output"] as const

const handlesOf = (node: ProgramNode): ReadonlyArray<string> => {
  if (node.kind === "parity") return ["even", "odd"]
  if (node.kind === "ask") return ["yes", "no"]
  return "strategy" in node && node.strategy === "fail-branch" ? ["source", "fail-branch"] : ["source"]
}

/** Makes programs; ids are unique in the whole of one. */
class ProgramMaker {
  #count = 0

  root(choices: ReadonlyArray<Choice>): Program {
    return this.#scope(choices, [{ id: "start", kind: "start" }])
  }

  #scope(
    choices: ReadonlyArray<Choice>,
    nodes: Array<ProgramNode>,
    around?: ProgramNode["kind"],
    parent = ""
  ): Program {
    const edges: Array<ProgramEdge> = []
    // What changes the variable of a loop comes first, so that nothing races with it.
    if (around === "loop") nodes.push({ id: `b${++this.#count}`, kind: "bump", loop: parent })
    for (const choice of choices) {
      const sources = [...new Set([choice.from, choice.also].map((pick) => pick % Math.max(1, nodes.length)))]
      const before = sources.flatMap((source) => nodes[source] ?? [])
      const node = this.#node(choice, before, around, parent)
      for (const source of before) {
        const handles = handlesOf(source)
        edges.push([source.id, node.id, handles[choice.handle % handles.length] ?? "source"])
      }
      nodes.push(node)
    }
    return { nodes, edges }
  }

  #node(choice: Choice, before: ReadonlyArray<ProgramNode>, around?: ProgramNode["kind"], parent = ""): ProgramNode {
    const id = `n${++this.#count}`
    const from = before[0]?.id ?? ""
    const { fails, retries, strategy, waits } = choice
    const reads: Array<Selector> = before.map((node) => [node.id, "v"])
    if (around === "iteration") reads.push([parent, "item"], [parent, "index"])
    const kinds = choice.inside.length > 0 ? ([...plainKinds, "iteration", "loop"] as const) : plainKinds
    const kind = kinds[choice.kind % kinds.length] ?? "sum"
    // A run has its outputs from its own graph; inside a container the last item would win.
    if (kind === "show" && around === undefined && choice.waits) return { id, kind: "end", from }
    // What starts an inside must be there to be read, and has no other node to read.
    if (kind === "sum" || from === "") return { id, kind: "sum", reads, fails, retries, strategy, waits }
    if (kind === "parity" || kind === "show") return { id, kind, from }
    if (kind === "ask") return { id, kind }
    const inside = this.#scope(choice.inside, [], kind, id)
    if (kind === "loop") return { id, kind, rounds: choice.size, until: 1 + (choice.handle % 3), strategy, inside }
    const parallel = waits ? 1 + choice.size : 1
    // How many items run beside one that fails is a matter of time, so only one after another may end at the first.
    const mode = modes[parallel === 1 ? choice.handle % 3 : 1 + (choice.handle % 2)] ?? "terminated"
    const output = inside.nodes[choice.also % inside.nodes.length]?.id ?? ""
    return { id, kind, mode, parallel, strategy, output, inside }
  }
}

/** Random programs: containers in containers, branches, joins, failures, retries, pauses, waiting. */
export const programs: fc.Arbitrary<Program> = fc
  .array(choiceOf(2), { minLength: 1, maxLength: 7 })
  .map((choices) => new ProgramMaker().root(choices))
