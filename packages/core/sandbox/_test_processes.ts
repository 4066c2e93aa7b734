import { readdirSync, readFileSync } from "node:fs"
import { Effect, Result, Schedule } from "effect"

const read = (path: string): string =>
  Result.getOrElse(
    Result.try(() => readFileSync(path, "latin1")),
    () => ""
  )

/** The processes that a process has started, on Linux. */
export const childrenOf = (pid: number): ReadonlyArray<number> => {
  const tasks = Result.getOrElse(
    Result.try(() => readdirSync(`/proc/${pid}/task`)),
    () => []
  )
  return tasks.flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean).map(Number))
}

/** Whether there is such a process, and not only what is left of one. */
export const isRunning = (pid: number): boolean => {
  const state = /^State:\s+(\w)/m.exec(read(`/proc/${pid}/status`))?.[1]
  return state !== undefined && state !== "Z"
}

/** Waits until something holds, and fails after some seconds. */
export const eventually = (holds: () => boolean, seconds = 10) =>
  Effect.suspend(() => (holds() ? Effect.void : Effect.fail("it never came to hold"))).pipe(
    Effect.retry(Schedule.spaced("50 millis")),
    Effect.timeout(`${seconds} seconds`),
    Effect.orDie
  )
