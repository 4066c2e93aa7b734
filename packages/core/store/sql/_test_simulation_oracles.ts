import { assert } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import { followStored } from "../../run/follow_stored.ts"
import { RunState } from "../../run/run_state.ts"
import type { Workflow } from "../../run/workflow.ts"
import { layerMemoryRunStore } from "../memory_run_store.ts"
import { RunStore } from "../run_store.ts"
import type { AppAddress } from "../workflow_store.ts"
import { readFact } from "./_stored_fact.ts"
import type { NodeDeed, Outside } from "./_test_simulated_nodes.ts"
import type { Watcher } from "./_test_simulated_process.ts"
import type { SimulatedServer } from "./_test_simulated_server.ts"
import { SimulationFaults } from "./_test_simulation_faults.ts"
import { FormOracles } from "./_test_simulation_forms.ts"
import { ReaderOracles } from "./_test_simulation_readers.ts"

/** Runs that ended with one of these are in order: what was done to them allows it. */
const allowed = new Set(["run_crash_limit_exceeded", "node_defect", "run_stopped", "human_input_time_limit_exceeded"])

/** The longest that one turn of the event loop may take, in milliseconds of work, and the most memory, in bytes. */
const longestTurn = 200
const mostMemory = 256 * 1024 * 1024

/** Facts as short text. */
const storyOf = (facts: ReadonlyArray<Fact>): string =>
  facts
    .map(
      (fact) =>
        `${fact.seq}.${fact.epoch} ${fact.kind} ${"frame" in fact ? fact.frame : ""}/${"node" in fact ? fact.node : ""}`
    )
    .join(", ")

/** Facts after which a run rests, or has everything before it. */
const rests = new Set(["run_accepted", "run_paused", "node_resumed", "run_finished"])

/** How many rows one statement brings at most. */
const mostRows = 2000

/** The beginning or the end of an attempt. */
interface Execution {
  readonly kind: "node_started" | "node_finished"
  readonly execution: string
  readonly attempt: number
}

/** What must hold whatever happens: U1 to U7 of the fault matrix. */
export class SimulationOracles implements Outside {
  /** How many processes died or stood still. */
  disturbances = 0
  /** Only how runs begin, rest and end is kept on disk. */
  readonly isKeptAtEnd: boolean
  readonly #faults = new SimulationFaults()
  readonly forms = new FormOracles(this.#faults)
  readonly readers: ReaderOracles
  readonly #server: SimulatedServer
  #texts = 0
  readonly #counts = new Map<string, number>()
  readonly #heap = process.memoryUsage().heapUsed
  /** Facts on disk that were read before. */
  readonly #read = new WeakMap<Uint8Array, Fact>()
  #workflow: Workflow | undefined

  constructor(server: SimulatedServer, isKeptAtEnd: boolean) {
    this.#server = server
    this.isKeptAtEnd = isKeptAtEnd
    this.readers = new ReaderOracles(this.#faults, isKeptAtEnd)
  }

  /** What all runs run. */
  knows(workflow: Workflow): void {
    this.#workflow = workflow
  }

  /** Which executions began and ended, in order. */
  #executionsOf(facts: ReadonlyArray<Fact>): ReadonlyArray<Execution> {
    if (this.#workflow === undefined) return []
    const state = new RunState(this.#workflow.compiled)
    for (const fact of facts) state.apply(fact, true)
    return facts.flatMap((fact) => {
      if (fact.kind !== "node_started" && fact.kind !== "node_finished") return []
      const execution = state.frames[fact.frame]?.execution(fact.node) ?? ""
      return [{ kind: fact.kind, execution, attempt: fact.attempt }]
    })
  }

  readonly newText = (): string => `${this.#texts++}. `

  /**
   * Who takes a run over may do again what was begun and is not known to be done. What leaves the process, or all of it
   * where that is promised, is on disk each time before it begins.
   */
  readonly done = ({ runId, execution, attempt, mode, isOutside }: NodeDeed): void => {
    if (!isOutside && mode === "effects") return
    const key = `${runId} ${execution} ${attempt}`
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    const most = mode === "end" ? this.#server.tables.runs.get(runId)?.epoch : this.#begun(runId, execution, attempt)
    this.#faults.note(() => assert.isAtMost(count, most ?? 0, `U2: ${key} was done more often than it was begun`))
  }

  /** How often an attempt has begun, as far as it is on disk. */
  #begun(runId: string, execution: string, attempt: number): number {
    const all = this.#executionsOf(this.factsOf(runId))
    return all.filter((one) => one.kind === "node_started" && one.execution === execution && one.attempt === attempt)
      .length
  }

  /** Where only the end is kept, what is on disk is a run that has not begun, rests, or is over: never half of it. */
  look(): void {
    if (!this.isKeptAtEnd) return
    for (const id of this.#server.tables.runs.keys()) {
      const kind = String(this.#server.tables.factsOf(id).at(-1)?.kind)
      this.#faults.note(() => assert.include([...rests], kind, `U3: half of ${id} is kept`))
    }
  }

  /** What the database has of a run. */
  readonly factsOf = (runId: string): ReadonlyArray<Fact> =>
    this.#server.tables.factsOf(runId).flatMap(({ body }) => {
      if (!(body instanceof Uint8Array)) return []
      const known = this.#read.get(body) ?? Result.getOrThrow(readFact(body))
      this.#read.set(body, known)
      return [known]
    })

  /** Somebody asked for a run, and found it or not. */
  seen(run: AppAddress, by: AppAddress, found: boolean): void {
    const isTheirs = run.tenantId === by.tenantId && run.appId === by.appId
    const asks = `${by.tenantId} ${by.appId} asks for a run of ${run.tenantId} ${run.appId}`
    this.#faults.note(() => assert.strictEqual(found, isTheirs, `U6: ${asks}`))
  }

  /** Nothing begins or ends again that has ended, and each attempt begins once for each process that has the run. */
  #checkExecutions(facts: ReadonlyArray<Fact>, { id, epoch }: { readonly id: string; readonly epoch: number }): void {
    const ended = new Set<string>()
    const begun = new Map<string, number>()
    for (const { kind, execution, attempt } of this.#executionsOf(facts)) {
      assert.isFalse(ended.has(execution), `U2: ${execution} of ${id} goes on after its end: ${storyOf(facts)}`)
      if (kind === "node_finished") ended.add(execution)
      else begun.set(`${execution} ${attempt}`, (begun.get(`${execution} ${attempt}`) ?? 0) + 1)
    }
    for (const [key, count] of begun) assert.isAtMost(count, epoch, `U2: ${key} of ${id}`)
  }

  readonly check = Effect.fnUntraced(
    { self: this },
    function* (this: SimulationOracles, watchers: ReadonlyArray<Watcher>, workflow: Workflow, longest: number) {
      const { tables, statements } = this.#server
      this.#faults.tell()
      for (const run of tables.runs.values()) {
        const facts = this.factsOf(run.id)
        const end = facts.at(-1)
        assert.strictEqual(end?.kind, "run_finished", `U1: run ${run.id} is stuck`)
        assert.deepStrictEqual(
          facts.map(({ seq }) => seq),
          facts.map((_, index) => index + 1),
          "U1: a position is missing"
        )
        if (run.errorCode !== null) assert.include([...allowed], run.errorCode, `U5: run ${run.id}`)
        this.#checkExecutions(facts, run)
        const [accepted] = facts
        if (accepted?.kind !== "run_accepted") continue
        assert.deepInclude(accepted, { tenantId: run.tenantId, appId: run.appId }, "U6: it became somebody else's")
        this.forms.check(accepted, facts, run.errorCode === null)
        const told = { ...run, facts, events: yield* eventsOf(workflow, accepted, facts) }
        const watching = watchers.filter((watcher) => watcher.run.id === run.id)
        this.readers.check(told, watching)
      }
      for (const { run } of watchers) assert.isTrue(tables.runs.has(run.id), `U3: run ${run.id} is lost`)
      assert.isBelow(statements, 20_000, "U7: somebody asks for ever")
      assert.isAtMost(tables.largest, mostRows, "U7: a statement is too large")
      assert.isBelow(longest, longestTurn, "U7: nobody else could work for too long")
      assert.isBelow(process.memoryUsage().heapUsed - this.#heap, mostMemory, "U7: too much memory is held")
    }
  )
}

/** The events of a run as it is on disk. */
const eventsOf = (workflow: Workflow, accepted: RunAccepted, facts: ReadonlyArray<Fact>) =>
  Effect.gen(function* () {
    const { graph } = workflow.compiled
    const stored = { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
    const run = yield* followStored(yield* RunStore)(workflow, stored)
    return yield* Stream.runCollect(run.events)
  }).pipe(Effect.provide(layerMemoryRunStore()))
