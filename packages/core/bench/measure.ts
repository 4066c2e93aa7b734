/** The middle of some numbers. */
export const median = (numbers: ReadonlyArray<number>): number =>
  [...numbers].sort((left, right) => left - right)[numbers.length >> 1] ?? 0

/** Milliseconds of one call: the median of several, after some that do not count. */
export const timed = async (call: () => Promise<unknown>, calls: number, warmUp: number): Promise<number> => {
  for (let index = 0; index < warmUp; index++) await call()
  const times: Array<number> = []
  for (let index = 0; index < calls; index++) {
    const start = performance.now()
    await call()
    times.push(performance.now() - start)
  }
  return median(times)
}

/** Our time over a floor's, measured in turn so that a busy machine slows both: the median of seven ratios. */
export const ratio = async (
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
  calls: number,
  warmUp: number
): Promise<{ readonly ratio: number; readonly ours: number; readonly floor: number }> => {
  const pairs: Array<{ ratio: number; ours: number; floor: number }> = []
  for (let round = 0; round < 7; round++) {
    const floorTime = await timed(floor, calls, round === 0 ? warmUp : 0)
    const ourTime = await timed(ours, calls, round === 0 ? warmUp : 0)
    pairs.push({ ratio: ourTime / floorTime, ours: ourTime, floor: floorTime })
  }
  return {
    ratio: median(pairs.map((pair) => pair.ratio)),
    ours: median(pairs.map((pair) => pair.ours)),
    floor: median(pairs.map((pair) => pair.floor))
  }
}
