import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { iterationStart, loopStart } from "../node/container_entries.ts"
import { humanInput } from "../node/human_input.ts"
import { iteration } from "../node/iteration.ts"
import { loop } from "../node/loop.ts"
import { plainJson } from "../value/plain_json.ts"
import type { ValueObject } from "../value/value.ts"
import { answerAll } from "./_test_answer_all.ts"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { askNode, factsOf, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { Fact } from "./fact.ts"
import type { RunOptions } from "./run_options.ts"
import type { Workflow } from "./workflow.ts"

interface Choice {
  readonly kind: "increment" | "waiting" | "parity" | "speak" | "show" | "ask"
  readonly from: number
  readonly also: number
  readonly fails: number
  readonly retries: number
  readonly retryInterval: number
  readonly strategy: "none" | "fail-branch" | "default-value"
  readonly handle: number
}

const choice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.constantFrom("increment", "waiting", "parity", "speak", "show", "ask"),
  from: fc.nat(),
  also: fc.nat(),
  fails: fc.constantFrom(0, 0, 0, 1, 2),
  retries: fc.constantFrom(0, 1, 2),
  retryInterval: fc.constantFrom(0, 0, 1),
  strategy: fc.constantFrom("none", "fail-branch", "default-value", "default-value"),
  handle: fc.nat()
})

const handles = {
  parity: ["even", "odd"],
  ask: ["yes", "no", "__timeout"],
  "fail-branch": ["source", "fail-branch", "success-branch"]
} as const

const nodeOf = (one: Choice, id: string, from: string): TestNode => {
  const { retries: maximumRetries, retryInterval, strategy } = one
  const policy = { maximumRetries, retryInterval, strategy, defaultValue: { v: 9 } }
  switch (one.kind) {
    case "parity":
      return { id, type: parityNode, config: { from } }
    case "ask":
      return askNode(id, { form_content: `{{#${from}.v#}} {{#$output.note#}}` })
    case "show":
      return { id, type: showNode, config: { template: `[{{#${from}.v#}}|{{#${from}.text#}}]` } }
    case "speak":
      return { id, type: speakNode, config: { text: `w ${id}`, fails: one.fails }, policy }
    case "waiting":
      return { id, type: incrementNode, config: { from, delay: 0, fails: one.fails }, policy }
    default:
      return { id, type: incrementNode, config: { from, fails: one.fails }, policy }
  }
}

/** A random graph: every node hangs on one or two earlier ones, by a handle that may or may not be selected. */
const build = (choices: ReadonlyArray<Choice>): Workflow => {
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  choices.forEach((one, index) => {
    const id = `n${index + 1}`
    const from = one.from % nodes.length
    nodes.push(nodeOf(one, id, `n${from}`))
    for (const source of new Set([from, one.also % (nodes.length - 1)])) {
      const node = nodes[source]
      const offered =
        node?.type === parityNode
          ? handles.parity
          : node?.type === humanInput
            ? handles.ask
            : node?.policy?.strategy === "fail-branch"
              ? handles["fail-branch"]
              : ["source"]
      edges.push([`n${source}`, id, offered[one.handle % offered.length] ?? "source"])
    }
  })
  return graphWorkflow(nodes, edges)
}

interface ContainerChoice {
  readonly items: ReadonlyArray<number>
  readonly isParallel: boolean
  readonly waits: boolean
  readonly fails: number
  readonly mode: string
  readonly rounds: number
  readonly asks: boolean
}

const containers: fc.Arbitrary<ContainerChoice> = fc.record({
  items: fc.array(fc.nat(9), { maxLength: 4 }),
  isParallel: fc.boolean(),
  waits: fc.boolean(),
  fails: fc.constantFrom(0, 0, 1),
  mode: fc.constantFrom("terminated", "continue-on-error", "remove-abnormal-output"),
  rounds: fc.integer({ min: 1, max: 3 }),
  asks: fc.boolean()
})

/** An iteration inside a loop, each with a node that may wait or fail, and an answer in the innermost. */
const buildContainers = (choice: ContainerChoice): Workflow => {
  const step = (id: string, from: string, parent: string): TestNode => ({
    id,
    type: incrementNode,
    parent,
    config: { from, ...(choice.waits ? { delay: 0 } : {}), fails: id === "n" ? choice.fails : 0 }
  })
  const nodes: ReadonlyArray<TestNode> = [
    { id: "s", type: startNode },
    { id: "lp", type: loop, config: { start_node_id: "lps", loop_count: choice.rounds } },
    { id: "lps", type: loopStart, parent: "lp" },
    {
      id: "it",
      type: iteration,
      parent: "lp",
      config: {
        start_node_id: "its",
        iterator_selector: ["s", "v"],
        output_selector: ["n", "v"],
        is_parallel: choice.isParallel,
        parallel_nums: 2,
        error_handle_mode: choice.mode
      }
    },
    { id: "its", type: iterationStart, parent: "it" },
    step("n", "it", "it"),
    ...(choice.asks ? [askNode("q", { form_content: "{{#it.item#}}" }, "it")] : []),
    { id: "a", type: showNode, parent: "it", config: { template: "{{#it.item#}}{{#q.note#}};" } },
    step("m", "n", "lp")
  ]
  return graphWorkflow(nodes, [
    ["s", "lp"],
    ["lps", "it"],
    ["its", "n"],
    ...(choice.asks
      ? ([
          ["n", "q"],
          ["q", "a", "yes"],
          ["q", "a", "no"]
        ] as const)
      : ([["n", "a"]] as const)),
    ["it", "m"]
  ])
}

/** What two runs of one workflow must agree on. Which text came first may differ where branches race. */
const outcomeOf = (facts: ReadonlyArray<Fact>): string => {
  const nodes = facts.flatMap((fact) =>
    fact.kind === "node_finished" ? [`${fact.node} ${fact.status} ${fact.handle} ${plainJson(fact.outputs)}`] : []
  )
  const end = facts.at(-1)
  const answer = end?.kind === "run_finished" ? [...String(end.outputs.answer ?? "")].sort().join("") : ""
  return plainJson([
    nodes.sort(),
    end?.kind === "run_finished" ? [end.status, end.exceptionsCount, end.totalSteps, answer] : []
  ])
}

const continueFrom = (workflow: Workflow, prefix: ReadonlyArray<Fact>) =>
  Effect.flatMap(continuedRun(workflow, prefix), ({ run, writer }) => Effect.as(answerAll(run), writer.facts()))

/** Runs a workflow, answering what it asks. */
const runAnswered = (workflow: Workflow, inputs: ValueObject = {}, options: RunOptions = {}) =>
  Effect.gen(function* () {
    const run = yield* startWorkflow(workflow, inputs, options)
    const result = yield* answerAll(run)
    return { result, facts: yield* factsOf(run) }
  }).pipe(Effect.provide(engineLayer))

describe("facts", () => {
  it.live(
    "every prefix of the facts of 200 random runs continues to the same outcome",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(
            fc.array(choice, { minLength: 1, maxLength: 12 }),
            fc.constantFrom(1, 2, 10),
            (choices, concurrency) =>
              Effect.runPromise(
                Effect.gen(function* () {
                  const workflow = build(choices)
                  const { facts, result } = yield* runAnswered(workflow, {}, { limits: { concurrency } })
                  // A run that failed stopped whoever was at work: how far they came is a matter of time.
                  const expected = outcomeOf(facts)
                  for (let length = 1; length <= facts.length; length++) {
                    const continued = yield* continueFrom(workflow, facts.slice(0, length))
                    const end = continued.at(-1)
                    assert.strictEqual(continued.filter((fact) => fact.kind === "run_finished").length, 1)
                    if (result.status === "failed")
                      assert.strictEqual(end?.kind === "run_finished" ? end.status : "", "failed")
                    else assert.strictEqual(outcomeOf(continued), expected)
                  }
                })
              )
          ),
          { numRuns: 200 }
        )
      ),
    30_000
  )

  it.live(
    "every prefix of runs with containers continues to the same outcome",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(containers, (choice) =>
            Effect.runPromise(
              Effect.gen(function* () {
                const workflow = buildContainers(choice)
                const { facts, result } = yield* runAnswered(workflow, { v: choice.items })
                const expected = outcomeOf(facts)
                for (let length = 1; length <= facts.length; length++) {
                  const continued = yield* continueFrom(workflow, facts.slice(0, length))
                  const end = continued.at(-1)
                  assert.strictEqual(end?.kind, "run_finished")
                  if (result.status === "failed")
                    assert.strictEqual(end?.kind === "run_finished" ? end.status : "", "failed")
                  else assert.strictEqual(outcomeOf(continued), expected)
                }
              })
            )
          ),
          { numRuns: 60 }
        )
      ),
    30_000
  )
})
