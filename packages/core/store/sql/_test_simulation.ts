import { Effect, References, Result } from "effect"
import { TestClock } from "effect/testing"
import { FormLedger } from "../../run/form_ledger.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { SeededRandom } from "./_test_seeded_random.ts"
import { simulatedGraph } from "./_test_simulated_graph.ts"
import { addressOf, SimulatedProcess } from "./_test_simulated_process.ts"
import { SimulatedServer } from "./_test_simulated_server.ts"
import type { SimulatedTables } from "./_test_simulated_tables.ts"
import { SimulationOracles } from "./_test_simulation_oracles.ts"

/** Lets everything happen that needs no time. */
const turns = Effect.repeat(
  Effect.promise(() => new Promise<void>((resolve) => void setImmediate(resolve))),
  { times: 2 }
)

const modes = ["effects", "strict", "effects"] as const

/** How often connections break: seldom, often, or nearly always. */
const losses = [40, 15, 5] as const

/** How many steps processes are disturbed, and how many all takes at most. */
const disturbed = 40
const longest = 1500

/** What the clients of processes do at random. */
class Clients {
  readonly #server: SimulatedServer
  readonly #random: SeededRandom
  readonly #oracles: SimulationOracles
  readonly #workflowOf: (process: SimulatedProcess) => ReturnType<typeof simulatedGraph>
  #started = 0

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

  /** Answers one form of each run that waits. */
  answer(process: SimulatedProcess) {
    const workflow = this.#workflowOf(process)
    return Effect.forEach(this.unended, (runId) =>
      Effect.gen({ self: this }, function* () {
        const forms = [...FormLedger.of(yield* this.#oracles.factsOf(runId)).waiting.values()]
        const asked = forms[this.#random.below(forms.length)]
        if (asked === undefined) return
        const action = asked.frame > 0 || !this.#random.isOneOf(4) ? "yes" : "no"
        const answer = { form: asked.form.form_id, action, inputs: { note: "n" } }
        const resume = Effect.flatMap(RunEngine, (engine) =>
          engine.resume(runId, answer, () => Effect.succeed(workflow))
        )
        yield* process.ask(
          Effect.match(resume, {
            onFailure: ({ code }) => this.#oracles.refused(code),
            onSuccess: () => this.#oracles.answered(runId, asked.form.form_id)
          })
        )
      })
    )
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

/** How many facts of each kind there are, and how often a run was taken over. */
const reachedIn = ({ facts, runs }: SimulatedTables): ReadonlyMap<string, number> => {
  const reached = new Map<string, number>()
  const count = (name: string, by: number): void => void reached.set(name, (reached.get(name) ?? 0) + by)
  for (const { epoch } of runs.values()) count("takeover", epoch - 1)
  for (const ofRun of facts.values()) for (const { kind } of ofRun.values()) count(String(kind), 1)
  return reached
}

/**
 * Lets processes on one database work on random runs of two tenants while their connections lose statements and
 * answers, and they die and stand still; then checks what must hold whatever happened. Everything follows from the seed.
 */
export const simulate = (seed: number) =>
  Effect.gen(function* () {
    const random = new SeededRandom(seed)
    const losesOneOf = losses[random.below(3)] ?? 25
    const server = new SimulatedServer(random)
    const oracles = new SimulationOracles(server)
    const workflowOf = (process: SimulatedProcess) => simulatedGraph(seed, process, oracles)
    yield* oracles.measureTurns
    const whole = workflowOf(new SimulatedProcess({ server, random, mode: "effects", workflowOf, losesOneOf }))
    oracles.knows(whole)
    const clients = new Clients(server, random, oracles, workflowOf)
    const processes: Array<SimulatedProcess> = []
    const open = Effect.gen(function* () {
      const process = new SimulatedProcess({
        server,
        random,
        mode: modes[random.below(3)] ?? "effects",
        workflowOf,
        losesOneOf
      })
      processes.push(process)
      yield* process.begin
    })
    const anyOf = (fits: (process: SimulatedProcess) => boolean): SimulatedProcess | undefined => {
      const fitting = processes.filter(fits)
      return fitting[random.below(fitting.length)]
    }
    const isWorking = (process: SimulatedProcess): boolean => !process.isDead && !process.isStanding
    yield* open
    yield* open
    let calm = 0
    for (let step = 0; step < longest && calm < 100; step++) {
      yield* TestClock.adjust(random.below(250))
      yield* turns
      const working = anyOf(isWorking)
      if (step >= disturbed) {
        for (const process of processes) process.thaw()
        if (working !== undefined && step % 5 === 0) yield* clients.answer(working)
        calm = clients.unended.length === 0 && step > 2 * disturbed ? calm + 1 : 0
        continue
      }
      const chance = random.below(10)
      if (chance === 0) {
        oracles.disturbances++
        const victim = anyOf(isWorking)
        if (random.isOneOf(2)) victim?.kill()
        else victim?.freeze()
        if (processes.filter(isWorking).length < 2) yield* open
      } else if (chance === 1) anyOf(({ isStanding, isDead }) => isStanding && !isDead)?.thaw()
      else if (working === undefined) yield* open
      else if (chance <= 3) yield* clients.start(working)
      else if (chance === 4) yield* clients.disturb(working)
      else if (chance <= 6) yield* clients.answer(working)
    }
    const watchers = processes.filter(({ isDead }) => !isDead).flatMap((process) => process.watchers)
    for (const process of processes.toReversed()) yield* process.close
    yield* oracles.check(watchers, whole)
    return { runs: server.tables.runs.size, reached: reachedIn(server.tables) }
  }).pipe(Effect.scoped, Effect.provideService(References.MinimumLogLevel, "None"))
