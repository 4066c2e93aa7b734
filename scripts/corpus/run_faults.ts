import type { Fact, RunEvent } from "@flowglass/core"

const ends = new Set(["run_succeeded", "run_partial_succeeded", "run_failed", "run_stopped", "run_paused"])
const finishes = new Set(["node_succeeded", "node_failed", "node_exception", "node_stopped", "node_paused"])

/** Codes that no workflow file may be able to bring about. */
export const defectCodes: ReadonlySet<string> = new Set(["node_defect", "internal_server_error"])

/** What is wrong with the events and facts of a run that ended, whatever it came to: the engine's own promises. */
export const runFaults = (events: ReadonlyArray<RunEvent>, facts: ReadonlyArray<Fact>): ReadonlyArray<string> => {
  const faults: Array<string> = []
  const names = events.map(({ event }) => event)
  if (names[0] !== "run_started") faults.push("the first event is not run_started")
  const ending = names.filter((name) => ends.has(name)).length
  if (ending !== 1 || !ends.has(names.at(-1) ?? "")) faults.push(`${ending} terminal events`)
  const open = new Map<string, number>()
  for (const event of events) {
    if (event.event === "node_started") open.set(event.execution, (open.get(event.execution) ?? 0) + 1)
    else if ("execution" in event && finishes.has(event.event)) {
      open.set(event.execution, (open.get(event.execution) ?? 0) - 1)
    }
  }
  for (const [execution, count] of open)
    if (count !== 0) faults.push(`${execution} has ${count} starts without a finish`)
  for (const fact of facts) {
    if ("error" in fact && fact.error !== undefined && defectCodes.has(fact.error.code)) faults.push(fact.error.message)
  }
  return faults
}
