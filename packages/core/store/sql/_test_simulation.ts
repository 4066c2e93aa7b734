import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { SeededRandom } from "./_test_seeded_random.ts"
import { fromSeed } from "./_test_simulated_chance.ts"
import { SimulatedClients } from "./_test_simulated_clients.ts"
import { simulatedGraph } from "./_test_simulated_graph.ts"
import { SimulatedProcess } from "./_test_simulated_process.ts"
import { SimulatedServer } from "./_test_simulated_server.ts"
import type { SimulatedTables } from "./_test_simulated_tables.ts"
import { SimulationOracles } from "./_test_simulation_oracles.ts"
import { measureTurns } from "./_test_turns.ts"

/** Lets everything happen that needs no time. */
const turns = Effect.repeat(
  Effect.promise(() => new Promise<void>((resolve) => void setImmediate(resolve))),
  { times: 2 }
)

/** How processes keep their runs: each as it likes, or all of them the end only. */
const modes = ["effects", "strict", "effects"] as const

/** How often connections break: seldom, often, or nearly always. */
const losses = [40, 15, 5] as const

/** How many steps processes are disturbed, and how many all takes at most. */
const disturbed = 40
const longest = 1500

/** How many facts of each kind there are, and how often a run was taken over or ended with a code. */
const reachedIn = (
  { facts, runs }: SimulatedTables,
  { forms, readers, isKeptAtEnd }: SimulationOracles
): ReadonlyMap<string, number> => {
  const reached = new Map([
    ["form_expired", forms.expired],
    ["text_withdrawn", readers.withdrawn],
    ["kept_at_end", isKeptAtEnd ? runs.size : 0]
  ])
  const count = (name: string, by: number): void => void reached.set(name, (reached.get(name) ?? 0) + by)
  for (const { epoch } of runs.values()) count("takeover", epoch - 1)
  for (const ofRun of facts.values()) for (const { kind } of ofRun.values()) count(String(kind), 1)
  for (const { errorCode } of runs.values()) if (errorCode !== null) count(String(errorCode), 1)
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
    const isKeptAtEnd = random.isOneOf(5)
    const oracles = new SimulationOracles(server, isKeptAtEnd)
    const workflowOf = (process: SimulatedProcess) => simulatedGraph(seed, process, oracles)
    const longestTurn = yield* measureTurns
    const whole = workflowOf(new SimulatedProcess({ server, random, mode: "effects", workflowOf, losesOneOf }))
    oracles.knows(whole)
    const clients = new SimulatedClients(server, random, oracles, workflowOf)
    const processes: Array<SimulatedProcess> = []
    const open = Effect.gen(function* () {
      const process = new SimulatedProcess({
        server,
        random,
        mode: isKeptAtEnd ? "end" : (modes[random.below(3)] ?? "effects"),
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
      oracles.look()
      const working = anyOf(isWorking)
      if (step === disturbed) oracles.forms.calmAt = yield* Clock.currentTimeMillis
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
      else if (chance === 7) yield* clients.follow(working)
    }
    const watchers = processes.filter(({ isDead }) => !isDead).flatMap((process) => process.watchers)
    for (const process of processes.toReversed()) yield* process.close
    yield* oracles.check(watchers, whole, yield* longestTurn)
    return {
      story: server.story,
      runs: server.tables.runs.size,
      reached: reachedIn(server.tables, oracles)
    }
  }).pipe(fromSeed(seed))
