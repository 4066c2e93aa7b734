import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { type FileEdge, type FileNode, workflowFile } from "../_test_workflow_file.ts"
import { ask, equal, outside, recorded, start, template } from "./_test_recorded.ts"

interface Choice {
  readonly from: number
  readonly also: number
  readonly kind: "outside" | "template" | "answer" | "ask"
  readonly delay: number
  readonly fails: number
  readonly interval: number
  readonly strategy: "none" | "default-value" | "fail-branch"
}

const choice: fc.Arbitrary<Choice> = fc.record({
  from: fc.nat(),
  also: fc.nat(),
  kind: fc.constantFrom("outside", "outside", "template", "answer", "ask"),
  delay: fc.constantFrom(-1, -1, 0, 1, 3, 6),
  fails: fc.constantFrom(0, 0, 0, 1, 2),
  interval: fc.constantFrom(0, 1, 5),
  strategy: fc.constantFrom("none", "default-value", "fail-branch")
})

const fileNode = (id: number, one: Choice): FileNode => {
  const from = `n${one.from % id}`
  if (one.kind === "template") return template(`${id}({{ v }})`, from)
  if (one.kind === "ask") return ask(`${id}: {{#${from}.text#}} {{#$output.text#}}`)
  if (one.kind === "answer") return { type: "answer", answer: `${id}:{{#${from}.text#}}{{#${from}.output#}};` }
  return outside(`n${id}`, {
    ...(one.delay < 0 ? {} : { delay: one.delay }),
    fails: one.fails,
    ...(one.strategy === "none" ? {} : { error_strategy: one.strategy }),
    default_value: [{ key: "text", type: "string", value: "default" }],
    retry_config: { retry_enabled: true, max_retries: 1, retry_interval: one.interval }
  })
}

describe("testRecord", () => {
  it.live(
    "100 random workflows with delays, retries, failures and questions, few or many at work at once: every record tests equal, and calls nothing",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(
            fc.array(choice, { minLength: 1, maxLength: 10 }),
            fc.constantFrom(1, 2, 10),
            (choices, concurrency) => {
              const nodes: Record<string, FileNode> = { n0: start }
              const edges: Array<FileEdge> = []
              choices.forEach((one, index) => {
                const id = index + 1
                nodes[`n${id}`] = fileNode(id, one)
                for (const source of new Set([one.from % id, one.also % id])) {
                  const isBranch =
                    choices[source - 1]?.kind === "outside" && choices[source - 1]?.strategy === "fail-branch"
                  const isAsked = choices[source - 1]?.kind === "ask"
                  const handle = isBranch && one.also % 2 === 0 ? "fail-branch" : "source"
                  edges.push([`n${source}`, `n${id}`, isAsked ? (one.also % 2 === 0 ? "yes" : "no") : handle])
                }
              })
              return Effect.runPromise(
                recorded(
                  workflowFile(nodes, edges, { mode: "advanced-chat" }),
                  ({ node, test, run }) =>
                    Effect.gen(function* () {
                      const calls = node.calls()
                      const diff = yield* test()
                      assert.deepStrictEqual(diff, equal, JSON.stringify(run.facts().slice(1)))
                      assert.strictEqual(node.calls(), calls)
                    }),
                  { query: "hi", limits: { concurrency } }
                )
              )
            }
          ),
          { numRuns: 100, endOnFailure: true }
        )
      ),
    { timeout: 60_000 }
  )
})
