import { Clock, Effect, Result } from "effect"
import { formDeadline } from "../../run/form_deadline.ts"
import { FormLedger } from "../../run/form_ledger.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import type { SeededRandom } from "./_test_seeded_random.ts"
import type { simulatedGraph } from "./_test_simulated_graph.ts"
import { addressOf, type SimulatedProcess } from "./_test_simulated_process.ts"
import type { SimulatedServer } from "./_test_simulated_server.ts"
import type { SimulationOracles } from "./_test_simulation_oracles.ts"

/** Forms that have less time left than this are mostly left alone, in milliseconds. */
const soon = 60_000

/** What the clients of processes do at random. */
export class SimulatedClients {
  readonly #server: SimulatedServer
  readonly #random: SeededRandom
  readonly #oracles: SimulationOracles
  readonly #workflowOf: (process: SimulatedProcess) => ReturnType<typeof simulatedGraph>
  #started = 0
  #given = 0

  constructor(
    server: SimulatedServer,
    random: SeededRandom,
    oracles: SimulationOracles,
    workflowOf: (process: SimulatedProcess) => ReturnType<typeof simulatedGraph>
  ) {
    this.#server = server
    this.#random = random
    this.#oracles = oracles
    this.#workflowOf = workflowOf
  }

  get unended(): ReadonlyArray<string> {
    return [...this.#server.tables.runs.values()].flatMap(({ id, finishedAt }) => (finishedAt === null ? [id] : []))
  }

  start(process: SimulatedProcess) {
    return process.start(this.#started++)
  }

  /** Answers one form of each run that waits, but for most of those whose time is soon over. */
  answer(process: SimulatedProcess) {
    const workflow = this.#workflowOf(process)
    const { forms: oracles, factsOf } = this.#oracles
    return Effect.forEach(this.unended, (runId) =>
      Effect.gen({ self: this }, function* () {
        const facts = factsOf(runId)
        const [accepted] = facts
        const forms = [...FormLedger.of(facts).waiting.values()]
        const asked = forms[this.#random.below(forms.length)]
        if (asked === undefined || accepted?.kind !== "run_accepted") return
        const now = yield* Clock.currentTimeMillis
        const left = formDeadline(asked, accepted.limits).at - now
        if (left < soon && !this.#random.isOneOf(6)) return
        const action = asked.frame > 0 || !this.#random.isOneOf(4) ? "yes" : "no"
        const note = `n${this.#given++}`
        const answer = { form: asked.form.form_id, action, inputs: { note } }
        const resume = Effect.flatMap(RunEngine, (engine) =>
          engine.resume(runId, answer, () => Effect.succeed(workflow))
        )
        yield* process.ask(
          Effect.matchEffect(resume, {
            onFailure: ({ code }) =>
              Effect.map(Clock.currentTimeMillis, (at) => oracles.refused(accepted, asked, at, code)),
            onSuccess: () => Effect.sync(() => oracles.answered(accepted, asked, now, note))
          })
        )
      })
    )
  }

  /** Watches a run through a process; who has read its facts before goes on there, behind what is known. */
  follow(process: SimulatedProcess) {
    const runs = [...this.#server.tables.runs.keys()]
    const runId = runs[this.#random.below(runs.length)]
    if (runId === undefined) return Effect.void
    const { readers } = this.#oracles
    const reading = Effect.gen(function* () {
      const found = yield* Effect.result((yield* RunStore).find(runId))
      const stored = Result.isSuccess(found) ? found.success : undefined
      // Who is dead tells nobody.
      const read = (): void =>
        stored === undefined || process.isDead ? undefined : readers.read(runId, stored.facts())
      stored?.subscribe(read)
      read()
    })
    return Effect.andThen(process.follow(runId), process.ask(reading))
  }

  /** Stops a run through a process that may not have it; asks for it as a tenant whose it is, and as others. */
  disturb(process: SimulatedProcess) {
    const runs = [...this.#server.tables.runs.values()]
    const run = runs[this.#random.below(runs.length)]
    if (run === undefined) return Effect.void
    const stops = this.#random.isOneOf(4)
    return process.ask(
      Effect.gen({ self: this }, function* () {
        const store = yield* RunStore
        if (stops) yield* Effect.ignore(store.requestStop(run.id, "the simulation stops it"))
        for (const number of [0, 1, 2, 3, 4, 5]) {
          const found = yield* Effect.result(store.summary(addressOf(number), run.id))
          if (Result.isSuccess(found)) this.#oracles.seen(run, addressOf(number), found.success !== undefined)
        }
      })
    )
  }
}
