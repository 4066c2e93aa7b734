import { assert } from "@effect/vitest"
import { Effect, Redacted, Result, Stream } from "effect"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import { followStored } from "../../run/follow_stored.ts"
import { FormLedger } from "../../run/form_ledger.ts"
import type { RunEvent } from "../../run/run_event.ts"
import { RunState } from "../../run/run_state.ts"
import type { Workflow } from "../../run/workflow.ts"
import { layerMemoryRunStore } from "../memory_run_store.ts"
import { RunStore } from "../run_store.ts"
import type { AppAddress } from "../workflow_store.ts"
import { readFacts } from "./_stored_fact.ts"
import type { Outside, OutsideEffect } from "./_test_simulated_graph.ts"
import type { Watcher } from "./_test_simulated_process.ts"
import type { SimulatedServer } from "./_test_simulated_server.ts"
import { Sealer } from "./sealer.ts"

/** Runs that ended with one of these are in order: what was done to them allows it. */
const allowed = new Set(["run_crash_limit_exceeded", "node_defect", "run_stopped"])

/** What an answer may be refused with: somebody else was quicker, the run is over, or the database is away. */
const refusals = new Set([
  "human_input_form_submitted",
  "human_input_form_not_found",
  "run_not_paused",
  "run_taken_over",
  "store_unavailable"
])

/** The longest that one turn of the event loop may take, in milliseconds of work, and the most memory, in bytes. */
const longestTurn = 200
const mostMemory = 256 * 1024 * 1024

const shortOf = (event: RunEvent): string =>
  "execution" in event ? `${event.event} ${event.execution} ${event.attempt}` : event.event

const isEnd = ({ event }: RunEvent): boolean => /^run_(succeeded|partial_succeeded|failed|stopped)$/.test(event)

/** Facts as short text. */
const storyOf = (facts: ReadonlyArray<Fact>): string =>
  facts
    .map(
      (fact) =>
        `${fact.seq}.${fact.epoch} ${fact.kind} ${"frame" in fact ? fact.frame : ""}/${"node" in fact ? fact.node : ""}`
    )
    .join(", ")

/** How many rows one statement brings at most. */
const mostRows = 2000

interface Answered {
  readonly runId: string
  readonly formId: string
}

/** What must hold whatever happens: U1 to U7 of the fault matrix. */
export class SimulationOracles implements Outside {
  /** How many processes died or stood still. */
  disturbances = 0
  readonly #server: SimulatedServer
  readonly #counts = new Map<string, number>()
  readonly #answered: Array<Answered> = []
  readonly #heap = process.memoryUsage().heapUsed
  #longest = 0
  #workflow: Workflow | undefined

  constructor(server: SimulatedServer) {
    this.#server = server
  }

  /** What all runs run. */
  knows(workflow: Workflow): void {
    this.#workflow = workflow
  }

  /** Which executions have ended, as far as it is on disk. */
  #endsOf(facts: ReadonlyArray<Fact>): ReadonlyArray<string> {
    if (this.#workflow === undefined) return []
    const state = new RunState(this.#workflow.compiled)
    for (const fact of facts) state.apply(fact, true)
    return facts.flatMap((fact) =>
      fact.kind === "node_finished" ? [state.frames[fact.frame]?.execution(fact.node) ?? ""] : []
    )
  }

  readonly done = ({ runId, execution, isLate }: OutsideEffect): void => {
    const key = `${runId} ${execution}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    if (isLate) return
    const facts = Effect.runSync(this.factsOf(runId))
    assert.notInclude(this.#endsOf(facts), execution, `U2: ${key} was done again after it had ended`)
  }

  /** What the database has of a run. */
  readonly factsOf = (runId: string): Effect.Effect<ReadonlyArray<Fact>> =>
    Effect.map(Effect.provide(Sealer, sealed), (sealer) => {
      const bodies = this.#server.tables.factsOf(runId).map(({ body }) => body)
      return Result.getOrThrow(
        readFacts(
          bodies.filter((body) => body instanceof Uint8Array),
          sealer
        )
      ).facts
    })

  /** An answer to a form was taken. */
  answered(runId: string, formId: string): void {
    const isSecond = this.#answered.some((one) => one.formId === formId)
    assert.isFalse(isSecond, `U2: the form ${formId} was answered twice`)
    this.#answered.push({ runId, formId })
  }

  /** An answer was not taken. */
  refused(code: string): void {
    assert.include([...refusals], code, "U5: an answer was refused")
  }

  /** Somebody asked for a run, and found it or not. */
  seen(run: AppAddress, by: AppAddress, found: boolean): void {
    const isTheirs = run.tenantId === by.tenantId && run.appId === by.appId
    assert.strictEqual(found, isTheirs, `U6: ${by.tenantId} ${by.appId} asks for a run of ${run.tenantId} ${run.appId}`)
  }

  /** Measures how long each turn of the event loop works, until it is ended; other processes do not count. */
  readonly measureTurns = Effect.acquireRelease(
    Effect.sync(() => {
      const turn = { next: setImmediate(() => undefined) }
      let worked = process.threadCpuUsage()
      const measure = (): void => {
        const { user, system } = process.threadCpuUsage(worked)
        this.#longest = Math.max(this.#longest, (user + system) / 1000)
        worked = process.threadCpuUsage()
        turn.next = setImmediate(measure)
      }
      turn.next = setImmediate(measure)
      return turn
    }),
    (turn) => Effect.sync(() => clearImmediate(turn.next))
  )

  readonly check = Effect.fnUntraced(
    { self: this },
    function* (this: SimulationOracles, watchers: ReadonlyArray<Watcher>, workflow: Workflow) {
      const { tables, statements } = this.#server
      for (const run of tables.runs.values()) {
        const facts = yield* this.factsOf(run.id)
        const end = facts.at(-1)
        assert.strictEqual(end?.kind, "run_finished", `U1: run ${run.id} is stuck`)
        assert.deepStrictEqual(
          facts.map(({ seq }) => seq),
          facts.map((_, index) => index + 1),
          "U1: a position is missing"
        )
        if (run.errorCode !== null) assert.include([...allowed], run.errorCode, `U5: run ${run.id}`)
        const ends = this.#endsOf(facts)
        assert.strictEqual(new Set(ends).size, ends.length, `U2: a node of ${run.id} ended twice: ${storyOf(facts)}`)
        for (const [key, count] of this.#counts) {
          // Three attempts at most, each once, and once more for each time that the run was taken over.
          if (key.startsWith(`${run.id} `)) assert.isAtMost(count, 3 + run.epoch, `U2: ${key}`)
        }
        const [accepted] = facts
        if (accepted?.kind !== "run_accepted") continue
        assert.deepInclude(accepted, { tenantId: run.tenantId, appId: run.appId }, "U6: it became somebody else's")
        for (const { formId } of this.#answered.filter(({ runId }) => runId === run.id)) {
          const closed = [...FormLedger.of(facts).closed.values()].find(({ form }) => form.form_id === formId)
          if (run.errorCode === null) assert.strictEqual(closed?.end, "submitted", `U3: an answer to ${formId} is lost`)
        }
        const kept = yield* eventsOf(workflow, accepted, facts)
        for (const { events } of watchers.filter((watcher) => watcher.run.id === run.id)) {
          for (const event of events)
            assert.strictEqual(shortOf(event), kept[event.seq - 1], `U3: event ${event.seq} of ${run.id} is lost`)
        }
      }
      for (const { run, events, isOver } of watchers) {
        assert.isTrue(tables.runs.has(run.id), `U3: run ${run.id} is lost`)
        assert.isTrue(isOver, `U4: a stream of ${run.id} does not end: ${events.map(shortOf).join()}`)
        assert.deepStrictEqual(events.filter(isEnd), events.slice(-1), `U4: a stream of ${run.id} has not one end`)
        assert.isTrue(
          events.every(({ run_id }) => run_id === run.id),
          "U6: an event of another run"
        )
      }
      assert.isBelow(statements, 20_000, "U7: somebody asks for ever")
      assert.isAtMost(tables.largest, mostRows, "U7: a statement is too large")
      assert.isBelow(this.#longest, longestTurn, "U7: nobody else could work for too long")
      assert.isBelow(process.memoryUsage().heapUsed - this.#heap, mostMemory, "U7: too much memory is held")
    }
  )
}

const sealed = Sealer.layer(Redacted.make("key"))

/** The events of a run as it is on disk. */
const eventsOf = (workflow: Workflow, accepted: RunAccepted, facts: ReadonlyArray<Fact>) =>
  Effect.gen(function* () {
    const { graph } = workflow.compiled
    const stored = { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
    const run = yield* followStored(yield* RunStore)(workflow, stored)
    return (yield* Stream.runCollect(run.events)).map(shortOf)
  }).pipe(Effect.provide(layerMemoryRunStore()))
