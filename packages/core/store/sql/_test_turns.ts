import { type PerformanceEntry, PerformanceObserver } from "node:perf_hooks"
import { Effect } from "effect"

/** A turn of the event loop: when it was, and how long it worked, in milliseconds. */
interface Turn {
  readonly from: number
  readonly to: number
  readonly worked: number
}

/** Shorter ones are of no interest, in milliseconds. */
const short = 50

/**
 * Measures how long each turn of the event loop works while the scope is open; other processes do not count, and the
 * collector of memory neither: when it comes depends on everything that was done before. Returns what asks for the
 * longest, in milliseconds.
 */
export const measureTurns = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => {
      const turns: Array<Turn> = []
      const collections: Array<PerformanceEntry> = []
      const observer = new PerformanceObserver((list) => void collections.push(...list.getEntries()))
      observer.observe({ entryTypes: ["gc"] })
      let from = performance.now()
      let before = process.threadCpuUsage()
      const measure = (): void => {
        const { user, system } = process.threadCpuUsage(before)
        const to = performance.now()
        const worked = (user + system) / 1000
        if (worked > short) turns.push({ from, to, worked })
        before = process.threadCpuUsage()
        from = performance.now()
        next = setImmediate(measure)
      }
      let next = setImmediate(measure)
      const longest = (): number => {
        const all = [...collections, ...observer.takeRecords()]
        const own = turns.map(({ from, to, worked }) =>
          all
            .filter(({ startTime }) => startTime >= from && startTime <= to)
            .reduce((left, { duration }) => left - duration, worked)
        )
        return Math.max(0, ...own)
      }
      const end = (): void => {
        clearImmediate(next)
        observer.disconnect()
      }
      return { longest, end }
    }),
    ({ end }) => Effect.sync(end)
  ),
  // What was collected is told a little later.
  ({ longest }) =>
    Effect.map(
      Effect.promise(() => new Promise(setImmediate)),
      longest
    )
)
