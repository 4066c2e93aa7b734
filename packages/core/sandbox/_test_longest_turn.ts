import { Effect } from "effect"

/**
 * How long the event loop of this process worked at most without a break while an effect ran, in milliseconds of its own
 * time: what other processes of the machine take does not count.
 */
export const longestTurn = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<number, E, R> =>
  Effect.suspend(() => {
    let longest = 0
    let worked = process.threadCpuUsage()
    const look = (): void => {
      const { user, system } = process.threadCpuUsage(worked)
      longest = Math.max(longest, (user + system) / 1000)
      worked = process.threadCpuUsage()
    }
    const timer = setInterval(look, 5)
    const end = Effect.sync(() => {
      clearInterval(timer)
      look()
    })
    return Effect.map(Effect.ensuring(effect, end), () => longest)
  })
