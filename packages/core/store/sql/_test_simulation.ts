import { assert } from "@effect/vitest"
import { Effect, Redacted, References, Result, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { NodeDefect } from "../../error/run_errors.ts"
import { defineNode } from "../../node/define_node.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../../run/_test_graph_workflow.ts"
import { boom, incrementNode, parityNode, startNode } from "../../run/_test_nodes.ts"
import { followStored } from "../../run/follow_stored.ts"
import type { RunEvent } from "../../run/run_event.ts"
import { layerMemoryRunStore } from "../memory_run_store.ts"
import { RunStore } from "../run_store.ts"
import { readFacts } from "./_stored_fact.ts"
import { SeededRandom } from "./_test_seeded_random.ts"
import { type Simulated, SimulatedProcess } from "./_test_simulated_process.ts"
import { SimulatedTables } from "./_test_simulated_tables.ts"
import { Sealer } from "./sealer.ts"

/** What nodes did outside: the execution, and whether its end was on disk already. */
interface OutsideEffect {
  readonly execution: string
  readonly wasFinished: boolean
}

type Effects = Array<OutsideEffect>

/** A node that does something outside, in its time, and may fail a few times. */
const outsideNode = (process: SimulatedProcess, tables: SimulatedTables, effects: Effects) =>
  defineNode({
    type: "outside",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({ delay: Schema.Number, fails: Schema.Number, index: Schema.Number }),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [NodeDefect],
    retries: true,
    external: true,
    example: { config: { delay: 0, fails: 0, index: 0 }, outputs: { v: 1 } },
    run: ({ delay, fails, index }, { runId, execution, attempt }) =>
      Effect.gen(function* () {
        yield* Effect.sleep(delay)
        yield* process.alive
        if (process.isDead) return yield* Effect.never
        const ended = tables.factsOf(runId).filter(({ kind }) => kind === "node_finished")
        const wasFinished = ended.some(({ body }) => {
          const fact: unknown = JSON.parse(Buffer.from(body instanceof Uint8Array ? body : []).toString())
          return typeof fact === "object" && fact !== null && "node" in fact && fact.node === index
        })
        // Nobody can keep one that wakes from what it was about to do; it only writes nothing of it.
        effects.push({ execution: `${runId} ${execution}`, wasFinished: wasFinished && !process.hasStood })
        yield* Effect.sleep(delay)
        yield* process.alive
        if (attempt < fails) return yield* Effect.fail(boom())
        return { outputs: { v: attempt } }
      })
  })

/** A random graph, the same for every process: nodes that compute, that branch, and that leave the process. */
const graphOf = (seed: number, process: SimulatedProcess, tables: SimulatedTables, effects: Effects) => {
  const random = new SeededRandom(seed ^ 0x5eed)
  const outside = outsideNode(process, tables, effects)
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  const size = 3 + random.below(8)
  for (let index = 1; index <= size; index++) {
    const id = `n${index}`
    const from = random.below(index)
    const kind = random.below(4)
    const fails = random.isOneOf(4) ? 1 + random.below(2) : 0
    const policy = { maximumRetries: 2, retryInterval: random.below(50) }
    if (kind === 0) nodes.push({ id, type: parityNode, config: { from: `n${from}` } })
    else if (kind === 1) nodes.push({ id, type: incrementNode, config: { from: `n${from}` } })
    else nodes.push({ id, type: outside, config: { delay: random.below(400), fails, index }, policy })
    for (const source of new Set([from, random.below(index)])) {
      const isBranch = nodes[source]?.type === parityNode
      edges.push([`n${source}`, id, isBranch ? (random.isOneOf(2) ? "even" : "odd") : "source"])
    }
  }
  return graphWorkflow(nodes, edges)
}

/** Lets everything happen that needs no time. */
const turns = Effect.repeat(
  Effect.promise(() => new Promise<void>((resolve) => void setImmediate(resolve))),
  { times: 2 }
)

const modes = ["effects", "strict", "effects"] as const

/** Runs that ended with one of these are in order: what was done to them allows it. */
const allowed = new Set(["run_crash_limit_exceeded", "node_defect"])

const shortOf = (event: RunEvent): string =>
  "execution" in event ? `${event.event} ${event.execution} ${event.attempt}` : event.event

/**
 * Lets processes work on random runs while their database loses statements and answers, and they die and stand still;
 * then checks what must hold whatever happened. Everything follows from the seed.
 */
export const simulate = (seed: number) =>
  Effect.gen(function* () {
    const random = new SeededRandom(seed)
    const tables = new SimulatedTables()
    const effects: Effects = []
    const shared: Simulated = {
      tables,
      random,
      mode: modes[random.below(3)] ?? "effects",
      workflowOf: (process) => graphOf(seed, process, tables, effects),
      shown: new Map()
    }
    const processes: Array<SimulatedProcess> = []
    let disturbances = 0
    const open = Effect.gen(function* () {
      const process = new SimulatedProcess(shared)
      processes.push(process)
      yield* process.begin(1 + random.below(2))
    })
    yield* open
    const isCalm = (): boolean => [...tables.runs.values()].every(({ finishedAt }) => finishedAt !== null)
    for (let step = 0; step < 1000; step++) {
      yield* TestClock.adjust(random.below(250))
      yield* turns
      const chance = random.below(10)
      if (step >= 40) {
        for (const process of processes) process.thaw()
        if (step >= 80 && isCalm()) break
      } else if (chance === 0) {
        disturbances++
        const current = processes.at(-1)
        // One that has not come to own the runs would take them when it wakes: in a folder the lock prevents that.
        if (current?.hasOwned !== true || random.isOneOf(2)) current?.kill()
        else current.freeze()
        yield* open
      } else if (chance === 1) for (const process of processes.slice(0, -1)) process.thaw()
    }
    const last = processes.at(-1)
    // U4: every stream that was read to its end has told one end.
    for (const ends of last?.ends ?? []) assert.strictEqual(ends, 1, "a stream has not one end")
    for (const process of processes.toReversed()) yield* process.close
    yield* Effect.provide(check(shared, effects, disturbances, seed), [layerMemoryRunStore(), sealed])
    return { runs: tables.runs.size, disturbances, effects: effects.length }
  }).pipe(Effect.provideService(References.MinimumLogLevel, "None"))

const sealed = Sealer.layer(Redacted.make("key"))

const check = (shared: Simulated, effects: Effects, disturbances: number, seed: number) =>
  Effect.gen(function* () {
    const { tables, shown } = shared
    const sealer = yield* Sealer
    const store = yield* RunStore
    const workflow = graphOf(seed, new SimulatedProcess(shared), tables, [])
    for (const run of tables.runs.values()) {
      const bodies = tables.factsOf(run.id).map(({ body }) => (body instanceof Uint8Array ? body : new Uint8Array()))
      const { accepted, facts } = Result.getOrThrow(readFacts(bodies, sealer))
      const end = facts.at(-1)
      // U1: it has ended, and every position is there.
      assert.strictEqual(end?.kind, "run_finished", `run ${run.id} is stuck`)
      assert.deepStrictEqual(
        facts.map(({ seq }) => seq),
        facts.map((_, index) => index + 1)
      )
      // U5: what went wrong has a code that is known.
      if (run.errorCode !== null) assert.isTrue(allowed.has(String(run.errorCode)), `ended with ${run.errorCode}`)
      // U2: no execution ended twice.
      const ends = facts.flatMap((fact) => (fact.kind === "node_finished" ? [`${fact.frame} ${fact.node}`] : []))
      assert.strictEqual(new Set(ends).size, ends.length, "a node ended twice")
      // U3: what was shown is kept, at its place.
      const stored = { accepted, graph: workflow.compiled.graph, facts: () => facts, subscribe: () => () => undefined }
      const followed = yield* followStored(store)(workflow, stored)
      const events = (yield* Stream.runCollect(followed.events)).map(shortOf)
      for (const event of shown.get(run.id) ?? [])
        assert.strictEqual(events[event.seq - 1], shortOf(event), `event ${event.seq} is lost`)
    }
    const counts = new Map<string, number>()
    for (const { execution, wasFinished } of effects) {
      assert.isFalse(wasFinished, `${execution} was done again after it had ended`)
      counts.set(execution, (counts.get(execution) ?? 0) + 1)
    }
    // Three attempts at most, each once and once more for each process that was disturbed.
    for (const [execution, count] of counts) assert.isAtMost(count, 3 + disturbances, execution)
    for (const runId of shown.keys()) assert.isTrue(tables.runs.has(runId), `run ${runId} is lost`)
    // U7: nobody asks for ever.
    assert.isBelow(tables.statements, 5000)
  })
