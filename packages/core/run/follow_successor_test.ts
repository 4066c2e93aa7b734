import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { RunTakenOver, StoreUnavailable } from "../error/store_errors.ts"
import { iterationStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import type { Durability } from "../store/durability.ts"
import { MemoryRun } from "../store/memory_run_store.ts"
import type { NewFact } from "../store/run_store.ts"
import type { Value } from "../value/value.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { askNode, shortEvents } from "./_test_paused_run.ts"
import { acceptRun } from "./accept_run.ts"
import type { Fact } from "./fact.ts"
import type { RemoteRun } from "./run_control.ts"
import type { RunEvent } from "./run_event.ts"
import { startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/** A run whose facts are durable at once, until another process has it. */
class TakenRun extends MemoryRun implements Durability {
  readonly mode = "effects"
  readonly isBehind = false
  override readonly durability: Durability = this
  refusal: RunTakenOver | undefined
  successor: MemoryRun | undefined
  #listener = (): void => undefined
  #isTelling = false

  #tell(): void {
    this.#isTelling = false
    this.#listener()
  }

  get seq(): number {
    return this.facts().length
  }

  get durableSeq(): number {
    return this.facts().length
  }

  takeBack(): undefined {
    return undefined
  }

  onChange(listener: () => void): void {
    this.#listener = listener
  }

  override append(fact: NewFact): Fact {
    if (this.refusal !== undefined) return fact
    const written = super.append(fact)
    if (!this.#isTelling) queueMicrotask(() => this.#tell())
    this.#isTelling = true
    return written
  }

  /** Another process takes it over, with the facts so far. */
  take(): MemoryRun {
    const successor = new MemoryRun(this.accepted, this.graph)
    for (const fact of this.facts().slice(1)) successor.append({ ...fact })
    this.successor = successor
    this.refusal = new RunTakenOver({ message: "taken" })
    this.#listener()
    return successor
  }
}

const ignore = (): void => undefined

const story = (workflow: Workflow, v: Value = 1) =>
  Effect.gen(function* () {
    const context = yield* Effect.context<never>()
    const { graph } = workflow.compiled
    const values = { inputs: { v }, files: [], environment: {}, conversation: {}, mocks: {} }
    const accepted = {
      ...acceptRun(graph, values, {}, "run", yield* Clock.currentTimeMillis),
      seq: 1,
      epoch: 1,
      version: 1
    } as const
    const writer = new TakenRun(accepted, graph)
    const following = new Set<() => void>()
    const asked: Array<string> = []
    const remote: RemoteRun = {
      resume: () => Effect.sync(() => void asked.push("resume")),
      stop: (reason) =>
        Effect.andThen(
          Effect.sync(() => asked.push(reason)),
          new StoreUnavailable({ message: "away" })
        ),
      latest: Effect.sync(() => writer.successor?.facts() ?? []),
      onFollow: (end) => {
        following.add(end)
        return () => following.delete(end)
      }
    }
    const run = startRun(
      { workflow, accepted, facts: [accepted], writer, remote: () => remote },
      context,
      ignore,
      ignore
    )
    const seen: Array<RunEvent> = []
    const reading = yield* Effect.forkChild(
      Stream.runForEach(run.events, (event) => Effect.sync(() => void seen.push(event)))
    )
    /** Goes on in another process. */
    const goOn = (taken: MemoryRun) => {
      const origin = { workflow, accepted, facts: [...taken.facts()], writer: taken }
      return startRun(origin, context, ignore, ignore)
    }
    return { run, writer, seen, reading, goOn, asked, following }
  })

const nodes = [
  { id: "s", type: startNode },
  { id: "m", type: speakNode, config: { text: "a b c", delay: 100 } },
  { id: "a", type: showNode, config: { template: "say {{#m.text#}}" } }
]
const speaking = graphWorkflow(nodes, [
  ["s", "m"],
  ["m", "a"]
])

describe("a run that another process takes over", () => {
  it.effect("is followed there: who watches it sees no failure, and text that is said again is withdrawn", () =>
    Effect.gen(function* () {
      const { run, writer, seen, reading, goOn, following } = yield* story(speaking)
      yield* TestClock.adjust(250)
      const before = [...seen]
      assert.deepStrictEqual(shortEvents(before).slice(-2), ['chunk m "a"', 'chunk m "b"'])
      const other = goOn(writer.take())
      assert.strictEqual(following.size, 1)
      yield* TestClock.adjust(1000)
      yield* Fiber.join(reading)
      assert.deepStrictEqual(seen.slice(0, before.length), before)
      assert.deepStrictEqual(shortEvents(seen.slice(before.length)), [
        "chunk_reset m",
        'chunk m "abc"',
        "node_succeeded m",
        "node_started a",
        "node_succeeded a",
        "run_succeeded"
      ])
      assert.deepStrictEqual(
        seen.map(({ seq }) => seq),
        seen.map((_, index) => index + 1)
      )
      const [result, others] = [yield* run.result, yield* other.result]
      assert.deepStrictEqual(result.outputs, others.outputs)
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(following.size, 0)
      // Who comes late sees the same.
      assert.deepStrictEqual([...(yield* Stream.runCollect(run.events))], seen)
    })
  )

  it.effect("what it still comes to here is told to nobody", () =>
    Effect.gen(function* () {
      const stubborn = graphWorkflow(
        [
          { id: "s", type: startNode },
          { id: "n", type: incrementNode, config: { from: "s", delay: 500 } },
          { id: "b", type: incrementNode, config: { from: "n" } }
        ],
        [
          ["s", "n"],
          ["n", "b"]
        ]
      )
      const { run, writer, seen } = yield* story(stubborn)
      yield* TestClock.adjust(100)
      const before = seen.length
      writer.take()
      yield* TestClock.adjust(10_000)
      assert.strictEqual(seen.length, before)
      // A stop goes to the process that has it; that it cannot be told is told here.
      assert.strictEqual((yield* Effect.flip(run.stop("enough"))).code, "store_unavailable")
      assert.strictEqual(seen.length, before)
    })
  )

  it.effect("waits there for its answer, and lets go when nobody is to follow it any more", () =>
    Effect.gen(function* () {
      const asking = graphWorkflow(
        [{ id: "s", type: startNode }, askNode("ask"), { id: "y", type: incrementNode, config: { from: "s" } }],
        [
          ["s", "ask"],
          ["ask", "y", "yes"]
        ]
      )
      const { run, writer, seen, reading, asked, following } = yield* story(asking)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* run.result).status, "paused")
      writer.take()
      assert.strictEqual((yield* run.result).status, "paused")
      yield* run.resume({ action: "yes", inputs: { note: "n" } })
      assert.deepStrictEqual(asked, ["resume"])
      for (const end of [...following]) end()
      yield* Fiber.join(reading)
      assert.strictEqual(seen.at(-1)?.event, "run_paused")
      assert.strictEqual(following.size, 0)
    })
  )

  it.live("opens no more rounds of what it had begun, and leaves the process in peace", () =>
    Effect.gen(function* () {
      const count = 20_000
      const rounds = graphWorkflow(
        [
          { id: "s", type: startNode },
          {
            id: "each",
            type: iteration,
            config: {
              start_node_id: "first",
              iterator_selector: ["s", "v"],
              output_selector: ["n", "v"],
              is_parallel: true,
              parallel_nums: count
            }
          },
          { id: "first", type: iterationStart, parent: "each" },
          { id: "n", type: incrementNode, parent: "each", config: { from: "each", delay: 60_000 } }
        ],
        [
          ["s", "each"],
          ["first", "n"]
        ]
      )
      const { run, writer } = yield* story(
        rounds,
        Array.from({ length: count }, (_, index) => index)
      )
      const begun = () => writer.facts().filter(({ kind }) => kind === "frame_started").length
      while (begun() === 0) yield* Effect.sleep(0)
      assert.isBelow(begun(), count)
      writer.take()
      const length = writer.facts().length
      yield* Effect.sleep(100)
      const before = process.threadCpuUsage()
      yield* Effect.sleep(300)
      const { user, system } = process.threadCpuUsage(before)
      assert.isBelow((user + system) / 1000, 60)
      assert.strictEqual(writer.facts().length, length)
      assert.strictEqual(run.id, "run")
    })
  )
})
