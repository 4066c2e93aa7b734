/** Results of a host's nodes that are none: each is a failure of its node with a code, and the run ends. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { NodeContext } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { plainJson } from "../value/plain_json.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { hostNode } from "./_test_host_node.ts"
import { showNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"

const circular: Record<string, unknown> = {}
circular.self = circular

const nested = (levels: number): unknown => {
  let value: unknown = "x"
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

/** Each level holds the one below twice: little to hold, too much to write. */
const doubled = (levels: number): unknown => {
  let value: unknown = ["x"]
  for (let level = 0; level < levels; level++) value = [value, value]
  return value
}

class Account {
  readonly owner = "Ada"
}

const throwing = (message: string): object =>
  Object.defineProperty({}, "r", {
    enumerable: true,
    get: () => {
      throw new Error(message)
    }
  })

const proxy = (): object =>
  new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no keys")
      }
    }
  )

const hostile = (): object =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error("no get")
      },
      has: () => {
        throw new Error("no has")
      },
      getPrototypeOf: () => {
        throw new Error("no prototype")
      }
    }
  )

const usage = (total_tokens: unknown) => ({ prompt_tokens: 0, completion_tokens: 0, total_tokens })
const ok = { outputs: { r: "x" } }
const boom = { code: "acme/boom", message: "boom" }

/** What a node returns, the code it ends with, and part of its message. */
const results: ReadonlyArray<readonly [string, () => unknown, string, string]> = [
  ["undefined", () => undefined, "node_defect", "it returned no result"],
  ["null", () => null, "node_defect", "it returned no result"],
  ["text", () => "x", "node_defect", "it returned no result"],
  ["a list", () => [], "node_defect", "it returned no result"],
  ["a promise", () => Promise.resolve(ok), "node_defect", "a Promise instead of an Effect"],
  ["a proxy that throws whatever is asked", hostile, "node_defect", "no "],
  ["no outputs", () => ({}), "node_defect", "it returned no outputs"],
  ["a list of outputs", () => ({ outputs: [1] }), "node_defect", "it returned no outputs"],
  ["outputs that are a proxy", () => ({ outputs: proxy() }), "node_defect", "no keys"],
  ["a getter that throws", () => ({ outputs: throwing("got") }), "node_defect", "got"],
  [
    "a symbol",
    () => ({ outputs: { r: Symbol("s") } }),
    "node_defect",
    'output "r" cannot become a value: it is a symbol'
  ],
  ["a function", () => ({ outputs: { r: () => 1 } }), "node_defect", "it is a function"],
  ["a date", () => ({ outputs: { r: [new Date(0)] } }), "node_defect", "[0] is an instance of Date"],
  ["a class instance", () => ({ outputs: { r: new Account() } }), "node_defect", "an instance of Account"],
  ["a cycle", () => ({ outputs: { r: circular } }), "node_defect", ".self contains itself"],
  ["101 levels", () => ({ outputs: { r: nested(101) } }), "value_nested_too_deep", "more than 100 levels"],
  ["10,000 levels", () => ({ outputs: { r: nested(10_000) } }), "value_nested_too_deep", "more than 100 levels"],
  ["10,000 levels of inputs", () => ({ ...ok, inputs: { r: nested(10_000) } }), "value_nested_too_deep", "its inputs"],
  ["2^60 parts", () => ({ outputs: { r: doubled(60) } }), "value_too_large", "larger than 20000 characters"],
  ["a text that is too long", () => ({ outputs: { r: "x".repeat(20_001) } }), "value_too_large", "20000 characters"],
  ["a text longer than any", () => "x".repeat(2 ** 29).repeat(2), "value_too_large", "longer than can be held"],
  [
    "too much in all",
    () => ({ outputs: { a: "x".repeat(15_000), b: "x".repeat(15_000) } }),
    "value_too_large",
    "20000"
  ],
  ["a list with holes", () => ({ outputs: { r: Object.assign([], { length: 4e9 }) } }), "value_too_large", "20000"],
  ["inputs null", () => ({ ...ok, inputs: null }), "node_defect", "its inputs are no object"],
  ["process data text", () => ({ ...ok, processData: "x" }), "node_defect", "its processData are no object"],
  ["metadata of symbols", () => ({ ...ok, metadata: { m: Symbol("m") } }), "node_defect", 'its metadata "m"'],
  ["usage 5", () => ({ ...ok, usage: 5 }), "node_defect", "its usage is no object"],
  ["usage without counts", () => ({ ...ok, usage: { total_tokens: 1 } }), "node_defect", "its usage needs"],
  ["tokens NaN", () => ({ ...ok, usage: usage(Number.NaN) }), "node_defect", "a number of 0 or more"],
  ["tokens of text", () => ({ ...ok, usage: usage("5") }), "node_defect", "a number of 0 or more"],
  ["tokens below 0", () => ({ ...ok, usage: usage(-1) }), "node_defect", "a number of 0 or more"],
  ["a latency of text", () => ({ ...ok, usage: { ...usage(1), latency: "1" } }), "node_defect", "the latency"],
  ["a price of numbers", () => ({ ...ok, usage: { ...usage(1), total_price: 1 } }), "node_defect", "must be text"],
  ["updates 5", () => ({ ...ok, updates: 5 }), "node_defect", "its updates are no list"],
  [
    "an update without name",
    () => ({ ...ok, updates: [{ selector: ["s"], value: 1 }] }),
    "node_defect",
    "[scope, name]"
  ],
  ["an update that is null", () => ({ ...ok, updates: [null] }), "node_defect", "[scope, name]"],
  [
    "an update of sys",
    () => ({ ...ok, updates: [{ selector: ["sys", "user_id"], value: 1 }] }),
    "node_defect",
    "sys.user_id"
  ],
  [
    "an update to a cycle",
    () => ({ ...ok, updates: [{ selector: ["s", "v"], value: circular }] }),
    "node_defect",
    "s.v"
  ],
  ["a failure without code", () => new NodeFailure({ code: "", message: "" }), "node_defect", "without a code"],
  [
    "a failure with a cycle",
    () => Reflect.construct(NodeFailure, [boom, { outputs: circular }]),
    "node_defect",
    "contains itself"
  ],
  ["an effect of undefined", () => Effect.succeed(undefined), "node_defect", "it returned no result"],
  ["an effect that fails with text", () => Effect.fail("oh"), "node_defect", "oh"],
  ["an effect that fails with a proxy", () => Effect.fail(hostile()), "node_defect", "cannot be shown"],
  ["an effect that interrupts itself", () => Effect.interrupt, "node_defect", "it interrupted itself"]
]

/** What a node announces before it returns a good result. */
const signals: ReadonlyArray<readonly [string, unknown, string, string]> = [
  ["null", null, "node_defect", "no object"],
  ["text of undefined", { kind: "chunk", output: "r", text: undefined }, "node_defect", "streamed what is no text"],
  ["text of no output", { kind: "chunk", text: "x" }, "node_defect", "an output without a name"],
  ["reasoning of 5", { kind: "reasoning", text: 5 }, "node_defect", "streamed what is no text"],
  ["an unknown kind", { kind: "acme" }, "node_defect", "an unknown kind"],
  ["a log of a date", { kind: "log", data: { d: new Date(0) } }, "node_defect", "an instance of Date"],
  ["a log of text", { kind: "log", data: "x" }, "node_defect", "what it logged is no object"],
  ["a proxy", proxy(), "node_defect", "cannot be read"],
  [
    "text without end",
    { kind: "chunk", output: "r", text: "x".repeat(20_001) },
    "value_too_large",
    "streamed more than"
  ]
]

const graph = (run: (context: NodeContext) => unknown, strategy: "none" | "fail-branch" = "none", more = {}) =>
  graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "x", type: hostNode(run, more), policy: { strategy } },
      { id: "a", type: showNode, config: { template: "{{#x.r#}}{{#x.error_type#}}" } }
    ],
    [
      ["s", "x"],
      ["x", "a"],
      ["x", "a", "fail-branch"]
    ]
  )

const limits = { limits: { outputSize: 20_000 } }

/** Runs it with and without a fail branch; both must tell the same, in events that can be written. */
const expectFailure = Effect.fnUntraced(function* (
  run: (context: NodeContext) => unknown,
  code: string,
  part: string,
  more = {}
) {
  const plain = yield* runToEnd(graph(run, "none", more), {}, limits)
  assert.strictEqual(plain.result.status, "failed")
  assert.strictEqual(plain.result.error?.code, code, plain.result.error?.message)
  assert.include(plain.result.error?.message, part)
  assert.deepStrictEqual(
    plain.path.filter((step) => step.startsWith("node_") && step.endsWith(" x")),
    ["node_started x", "node_failed x"]
  )
  const handled = yield* runToEnd(graph(run, "fail-branch", more), {}, limits)
  assert.strictEqual(handled.result.status, "partial-succeeded")
  for (const event of [...plain.events, ...handled.events]) assert.isString(plainJson(event))
})

describe("a host's node that returns what is no result fails with its code", () => {
  it.effect.each(results)("%s", ([, run, code, part]) => expectFailure(run, code, part))

  it.effect.each([
    ["5", 5, "no text"],
    ["one that it does not have", "c", 'it selected the branch "c"; it has "a", "b"']
  ] as const)("the handle %s", ([, handle, part]) =>
    expectFailure(() => ({ outputs: { r: "x" }, handle }), "node_defect", part, {
      kind: "branch",
      handles: () => ["a", "b"]
    })
  )

  it.effect("a branch without a handle", () =>
    expectFailure(() => ok, "branch_handle_missing", "without selecting a branch", { kind: "branch" })
  )
})

describe("a host's node that announces what it cannot fails with its code", () => {
  it.effect.each(signals)("%s", ([, signal, code, part]) =>
    expectFailure(
      (context) => {
        Reflect.apply(context.signal, undefined, [signal])
        return ok
      },
      code,
      part
    )
  )
})

describe("a host's node", () => {
  it.effect("may give what has a form in JSON: NaN, big integers, 100 levels, names such as __proto__", () =>
    Effect.gen(function* () {
      const outputs = { r: "x", n: Number.NaN, i: 2n ** 70n, none: undefined, deep: nested(100) }
      const named: object = JSON.parse('{"__proto__": "data"}')
      const { result, facts } = yield* runToEnd(graph(() => ({ outputs: { ...outputs, ...named } })))
      assert.strictEqual(result.status, "succeeded")
      const given = facts.find((fact) => fact.kind === "node_finished" && fact.outputs.r === "x")
      assert(given?.kind === "node_finished")
      assert.deepStrictEqual(Object.keys(given.outputs).toSorted(), ["__proto__", "deep", "i", "n", "r"])
      assert.strictEqual(Object.getOwnPropertyDescriptor(given.outputs, "__proto__")?.value, "data")
    })
  )

  it.effect("changes nothing by what it does with its result afterwards", () =>
    Effect.gen(function* () {
      const kept = { r: "first", list: ["a"] }
      const { facts } = yield* runToEnd(graph(() => ({ outputs: kept })))
      kept.r = "second"
      kept.list.push("b")
      const given = facts.find((fact) => fact.kind === "node_finished" && fact.outputs.r === "first")
      assert(given?.kind === "node_finished")
      assert.deepStrictEqual(given.outputs.list, ["a"])
    })
  )

  it.effect("says nothing any more once it has ended", () =>
    Effect.gen(function* () {
      let late: (() => void) | undefined
      const speak = (context: NodeContext) => {
        late = () => context.signal({ kind: "log", data: { late: true } })
        return ok
      }
      const wait = hostNode(() => Effect.sync(() => late?.()).pipe(Effect.as(ok)))
      const workflow = graphWorkflow(
        [
          { id: "s", type: startNode },
          { id: "x", type: hostNode(speak) },
          { id: "w", type: wait }
        ],
        [
          ["s", "x"],
          ["x", "w"]
        ]
      )
      const { facts, result } = yield* runToEnd(workflow)
      assert.strictEqual(result.status, "succeeded")
      assert.isFalse(facts.some((fact) => fact.kind === "node_log"))
    })
  )

  it.effect("whose container breaks ends its run, and no other, with run_defect", () =>
    Effect.gen(function* () {
      const broken = hostNode(() => ok, {
        kind: "container",
        container: {
          kind: "loop",
          inside: () => "i",
          open: () => ({ inputs: {}, length: 1 }),
          roundVariables: () => {
            throw new Error("no variables")
          },
          roundResult: () => ({}),
          next: () => "round"
        }
      })
      const workflow = graphWorkflow(
        [
          { id: "s", type: startNode },
          { id: "x", type: broken },
          { id: "i", type: startNode, parent: "x" }
        ],
        [["s", "x"]]
      )
      const { result, path } = yield* runToEnd(workflow)
      assert.deepStrictEqual(result.error, { code: "run_defect", type: "", message: "The run broke: no variables" })
      assert.deepStrictEqual(path.slice(-2), ["node_stopped x", "run_failed"])
      assert.strictEqual((yield* runToEnd(graph(() => ok))).result.status, "succeeded")
    })
  )
})
