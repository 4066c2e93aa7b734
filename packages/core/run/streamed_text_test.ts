import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { type EndedRun, runToEnd } from "./_test_run_to_end.ts"

const choice = fc.record({
  kind: fc.constantFrom("increment", "waiting", "parity", "speak", "speak", "show", "show"),
  from: fc.nat(),
  also: fc.nat(),
  third: fc.nat(),
  beside: fc.nat(),
  joins: fc.boolean(),
  fails: fc.constantFrom(0, 0, 1, 2),
  retries: fc.constantFrom(0, 1, 2),
  strategy: fc.constantFrom("fail-branch", "default-value"),
  handle: fc.constantFrom("source", "source", "even", "odd", "fail-branch")
})
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never

const build = (choices: ReadonlyArray<Choice>) => {
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  for (const one of choices) {
    const id = `n${nodes.length}`
    const [from, also, third] = [one.from, one.also, one.third].map((source) => `n${source % nodes.length}`)
    const policy = { maximumRetries: one.retries, strategy: one.strategy, defaultValue: { v: 1, text: "default" } }
    const { fails } = one
    // Any node: before the answer, after it, beside it, or the answer itself.
    const beside = `n${one.beside % (choices.length + 1)}`
    const any = `{{#${beside}.text#}} {{#${beside}.v#}}{{#${beside}.answer#}}`
    const template = `<${id}: {{#${from}.v#}} {{#${also}.text#}}|${any}|{{#${third}.text#}} {{#${also}.answer#}}>`
    const made: { readonly [Kind in Choice["kind"]]: TestNode } = {
      increment: { id, type: incrementNode, config: { from, fails }, policy },
      waiting: { id, type: incrementNode, config: { from, fails, delay: 0 }, policy },
      parity: { id, type: parityNode, config: { from } },
      speak: { id, type: speakNode, config: { text: `w ${id} x`, fails }, policy },
      show: { id, type: showNode, config: { template } }
    }
    nodes.push(made[one.kind])
    for (const source of new Set(one.joins ? [from, also, third] : [from])) edges.push([source ?? "", id, one.handle])
  }
  return graphWorkflow(nodes, edges)
}

/** What a reader of the stream has in the end: withdrawn text is gone. */
const readText = ({ events }: EndedRun): string => {
  const kept: Array<{ readonly selector: string; readonly text: string }> = []
  for (const event of events) {
    if (event.event === "chunk") kept.push({ selector: event.selector.join("."), text: event.text })
    if (event.event === "chunk_reset") while (kept.at(-1)?.selector === event.selector.join(".")) kept.pop()
  }
  return kept.map(({ text }) => text).join("")
}

describe("the stream of 300 random runs", () => {
  it.live(
    "is the text of all answers, each whole and said once, whatever failed, retried or raced",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 15 }), (choices) =>
            Effect.runPromise(
              Effect.gen(function* () {
                const run = yield* runToEnd(build(choices))
                const answers = run.events.flatMap((event) =>
                  event.event === "node_succeeded" && event.node_type === "show" ? [String(event.outputs.answer)] : []
                )
                const text = readText(run)
                for (const answer of answers) assert.include(text, answer)
                assert.strictEqual(text.length, answers.join("").length)
                assert.strictEqual(run.result.outputs.answer ?? "", answers.join(""))
              })
            )
          ),
          { numRuns: 300 }
        )
      ),
    60_000
  )
})
