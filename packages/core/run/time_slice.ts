/**
 * The longest the engine keeps the event loop busy with its own bookkeeping, in milliseconds, over all runs of the
 * process together. Timers, sockets and cancellation get their turn in between.
 */
const budget = 1

let sliceStart = 0
let isOpen = false

const close = (): void => {
  isOpen = false
}

/**
 * Whether bookkeeping should make way now. The slice is real time of this process, so it is read from
 * `performance.now` and not from the Clock of a run.
 */
export const isSliceSpent = (): boolean => {
  if (isOpen) return performance.now() - sliceStart > budget
  isOpen = true
  sliceStart = performance.now()
  setImmediate(close).unref()
  return false
}

/** Calls back in a new turn of the event loop. */
export const nextSlice = (callback: () => void): void => {
  setImmediate(callback)
}
