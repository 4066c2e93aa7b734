import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { type FileEdge, workflowFile } from "../_test_workflow_file.ts"
import { layerEngine } from "../layer_engine.ts"
import { outsideNode } from "./_test_outside_node.ts"
import { end, equal, outside, recorded, simple, start, template, timed, told } from "./_test_recorded.ts"
import { testRecord } from "./test_record.ts"

describe("testRecord", () => {
  it.live("runs the workflow again without calling what leaves the process", () =>
    recorded(simple(), ({ node, test, run }) =>
      Effect.gen(function* () {
        assert.strictEqual(node.calls(), 1)
        expect(yield* test()).toEqual(equal)
        expect(yield* test()).toEqual(equal)
        assert.strictEqual(node.calls(), 1)
        expect(run.facts().at(-1)).toMatchObject({ outputs: { t: "[hello 1]" } })
      })
    )
  )

  it.live("a changed workflow gets the recorded answers, and its differences are told", () =>
    recorded(simple(), ({ node, test }) =>
      Effect.gen(function* () {
        const diff = yield* test(simple({}, "<{{ v }}>"))
        expect(diff).toMatchObject({ equal: false, first: "t" })
        expect(diff.nodes.map((one) => `${one.node_id} ${one.kind} ${one.changed}`)).toEqual([
          "t cause true",
          "e consequence false"
        ])
        expect(told(diff)).toEqual(["t outputs.output <hello 1>", "e outputs.t <hello 1>"])
        assert.strictEqual(node.calls(), 1)
      })
    )
  )

  it.live("a node that would leave the process and has no answer fails, and is not called", () =>
    recorded(simple(), ({ node, test }) =>
      Effect.gen(function* () {
        const nodes = { s: start, ask: outside("hello"), other: outside("new"), e: end(["other", "text"]) }
        const edges: ReadonlyArray<FileEdge> = [
          ["s", "ask"],
          ["ask", "other"],
          ["other", "e"]
        ]
        const diff = yield* test(workflowFile(nodes, edges))
        expect(diff.run).toContainEqual({ what: "error", left: undefined, right: "answer_not_recorded" })
        expect(diff.nodes.find((one) => one.node_id === "other")).toMatchObject({ kind: "cause", changed: true })
        assert.strictEqual(node.calls(), 1)
      })
    )
  )

  it.live("attempts fail and succeed as they did, without waiting between them", () => {
    const retry = { retry_config: { retry_enabled: true, max_retries: 2, retry_interval: 300 } }
    return recorded(simple({ fails: 2, ...retry }), ({ node, test, run }) =>
      Effect.gen(function* () {
        assert.strictEqual(node.calls(), 3)
        assert.strictEqual(run.facts().filter((fact) => fact.kind === "node_retried").length, 2)
        const [diff, time] = yield* timed(test())
        expect(diff).toEqual(equal)
        assert.strictEqual(node.calls(), 3)
        assert.isBelow(time, 300)
      })
    )
  })

  for (const strategy of ["fail-branch", "default-value"] as const) {
    it.live(`a failure that the run handled: ${strategy}`, () => {
      const handled = {
        fails: 9,
        error_strategy: strategy,
        default_value: [{ key: "text", type: "string", value: "instead" }],
        retry_config: { retry_enabled: true, max_retries: 1, retry_interval: 1 }
      }
      const nodes = {
        s: start,
        ask: outside("hello", handled),
        t: template("{{ v }}", "ask"),
        sorry: {
          type: "template-transform",
          template: "sorry: {{ m }}",
          variables: [{ variable: "m", value_selector: ["ask", "error_message"] }]
        },
        e: end(["t", "output"], ["sorry", "output"])
      }
      const edges: ReadonlyArray<FileEdge> =
        strategy === "fail-branch"
          ? [
              ["s", "ask"],
              ["ask", "t"],
              ["ask", "sorry", "fail-branch"],
              ["t", "e"],
              ["sorry", "e"]
            ]
          : [
              ["s", "ask"],
              ["ask", "t"],
              ["t", "e"]
            ]
      return recorded(workflowFile(nodes, edges), ({ node, test, run }) =>
        Effect.gen(function* () {
          expect(run.facts().at(-1)).toMatchObject({ status: "partial-succeeded" })
          expect(yield* test()).toEqual(equal)
          assert.strictEqual(node.calls(), 2)
        })
      )
    })
  }

  it.live("a run that failed fails again, with the same error", () =>
    recorded(simple({ fails: 1 }), ({ node, test, run }) =>
      Effect.gen(function* () {
        expect(run.facts().at(-1)).toMatchObject({ status: "failed", error: { message: "hello 1 failed" } })
        expect(yield* test()).toEqual(equal)
        assert.strictEqual(node.calls(), 1)
      })
    )
  )

  it.live("a streamed answer is the same answer", () => {
    const nodes = {
      s: start,
      ask: outside("hello", { streams: true, delay: 1 }),
      a: { type: "answer", answer: "> {{#ask.text#}}" }
    }
    const edges: ReadonlyArray<FileEdge> = [
      ["s", "ask"],
      ["ask", "a"]
    ]
    const chat = workflowFile(nodes, edges, { mode: "advanced-chat" })
    return recorded(
      chat,
      ({ test, run }) =>
        Effect.gen(function* () {
          expect(run.facts().map((fact) => fact.kind)).toContain("node_text")
          expect(run.facts().at(-1)).toMatchObject({ outputs: { answer: "> hello 1" } })
          expect(yield* test()).toEqual(equal)
        }),
      { query: "hi" }
    )
  })

  /** Two answers side by side; whoever is first comes first in the answer of the run. */
  const race = (left: object, right: object) =>
    workflowFile(
      {
        s: start,
        l: outside("left", left),
        r: outside("right", right),
        al: { type: "answer", answer: "{{#l.text#}};" },
        ar: { type: "answer", answer: "{{#r.text#}};" }
      },
      [
        ["s", "l"],
        ["s", "r"],
        ["l", "al"],
        ["r", "ar"]
      ],
      { mode: "advanced-chat" }
    )

  for (const [left, right, answer] of [
    [{ delay: 30 }, { delay: 1 }, "right 2;left 1;"],
    [{ delay: 1 }, { delay: 30 }, "left 1;right 2;"],
    [{}, { delay: 1 }, "left 1;right 2;"],
    [{ delay: 1 }, {}, "right 2;left 1;"]
  ] as const) {
    it.live(`branches beside each other end in the order in which they ended: ${JSON.stringify([left, right])}`, () =>
      recorded(
        race(left, right),
        ({ test, run }) =>
          Effect.gen(function* () {
            expect(run.facts().at(-1)).toMatchObject({ outputs: { answer } })
            expect(yield* test()).toEqual(equal)
          }),
        { query: "hi" }
      )
    )
  }

  it.live("the failure that came first is the cause again, and who was stopped by it is stopped again", () =>
    recorded(
      race({ delay: 200, fails: 1 }, { delay: 5, fails: 1 }),
      ({ test, run }) =>
        Effect.gen(function* () {
          expect(run.facts().at(-1)).toMatchObject({ status: "failed", error: { message: "right 2 failed" } })
          const stopped = run.facts().filter((fact) => fact.kind === "node_finished" && fact.status === "stopped")
          assert.strictEqual(stopped.length, 1)
          expect(yield* test()).toEqual(equal)
        }),
      { query: "hi" }
    )
  )

  it.live("mocks answer as they did, without their delays; a mock of a new node answers too", () =>
    recorded(
      simple(),
      ({ node, test, run }) =>
        Effect.gen(function* () {
          assert.strictEqual(node.calls(), 0)
          expect(run.facts().at(-1)).toMatchObject({ outputs: { t: "[Ada]" } })
          const [diff, time] = yield* timed(test())
          expect(diff).toEqual(equal)
          assert.isBelow(time, 200)
          const more = workflowFile(
            { s: start, ask: outside("hello"), second: outside("x"), e: end(["second", "text"]) },
            [
              ["s", "ask"],
              ["ask", "second"],
              ["second", "e"]
            ]
          )
          expect(told(yield* test(more))).toContain("e outputs.second Ada")
          assert.strictEqual(node.calls(), 0)
        }),
      { mocks: { "type:acme/outside": { text: "Ada", delay_seconds: 0.2 } } }
    )
  )

  it.live("nodes answered by --mock-externals are answered again, new ones too", () =>
    recorded(
      simple(),
      ({ node, test }) =>
        Effect.gen(function* () {
          expect(yield* test()).toEqual(equal)
          const nodes = { s: start, other: outside("new"), e: end(["other", "text"]) }
          const more = workflowFile(nodes, [
            ["s", "other"],
            ["other", "e"]
          ])
          expect(told(yield* test(more))).toContain("e outputs.other mocked")
          assert.strictEqual(node.calls(), 0)
        }),
      { mockExternals: true }
    )
  )

  it.live("an old record has as much time as it had", () =>
    recorded(simple({ delay: 1 }), ({ run }) =>
      Effect.gen(function* () {
        const [accepted, ...facts] = run.facts()
        if (accepted?.kind !== "run_accepted") return assert.fail("a run starts with its acceptance")
        const old = { ...accepted, at: 0, limits: { ...accepted.limits, time: 60_000 } }
        const record = {
          accepted: old,
          graph: run.graph,
          facts: () => [old, ...facts],
          subscribe: () => () => undefined
        }
        const slow = simple({ delay: 1 })
        expect(yield* testRecord(record, { workflow: slow })).toEqual(equal)
      }).pipe(Effect.provide(layerEngine({ nodes: [outsideNode().type] })), Effect.orDie)
    )
  )

  it.live("the record of a run that did not end is tested as far as it goes", () =>
    recorded(simple(), ({ run, node }) =>
      Effect.gen(function* () {
        const facts = run.facts().slice(0, 4)
        const record = {
          accepted: run.accepted,
          graph: run.graph,
          facts: () => facts,
          subscribe: () => () => undefined
        }
        const diff = yield* testRecord(record)
        expect(diff.run[0]).toEqual({ what: "status", left: "running", right: "failed" })
        expect(diff.nodes[0]).toMatchObject({ node_id: "ask" })
        assert.strictEqual(node.calls(), 1)
      }).pipe(Effect.provide(layerEngine({ nodes: [node.type] })), Effect.orDie)
    )
  )

  it.live("a record whose graph cannot be loaded here fails with the code of a workflow file", () =>
    recorded(simple(), ({ run }) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(testRecord(run))
        expect(error.code).toBe("node_type_unknown")
      }).pipe(Effect.provide(layerEngine()), Effect.orDie)
    )
  )

  it.live("what rounds of an iteration asked is answered round by round", () => {
    const nodes = {
      s: { type: "start", variables: [{ variable: "n", type: "text-input", label: "n" }] },
      split: { type: "template-transform", template: "x", variables: [] },
      it: {
        type: "iteration",
        start_node_id: "is",
        iterator_selector: ["sys", "files"],
        output_selector: ["ask", "text"],
        is_parallel: false
      },
      is: { type: "iteration-start", iteration_id: "it" },
      ask: outside("item", { iteration_id: "it" }),
      e: end(["it", "output"])
    }
    const edges: ReadonlyArray<FileEdge> = [
      ["s", "split"],
      ["split", "it"],
      ["is", "ask"],
      ["it", "e"]
    ]
    const files = ["a", "b", "c"].map((name) => ({
      type: "document",
      transfer_method: "remote_url",
      url: `https://a.test/${name}`
    }))
    return recorded(
      workflowFile(nodes, edges),
      ({ test, node, run }) =>
        Effect.gen(function* () {
          expect(run.facts().at(-1)).toMatchObject({ outputs: { it: ["item 1", "item 2", "item 3"] } })
          assert.strictEqual(node.calls(), 3)
          expect(yield* test()).toEqual(equal)
          assert.strictEqual(node.calls(), 3)
        }),
      { files }
    )
  })
})
