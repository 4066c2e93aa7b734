/** A source of choices that makes the same ones for the same seed. */
export class TestRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** Mulberry32: at least 0 and below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** One time in so many. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  pick<A>(from: ReadonlyArray<A>): A {
    const picked = from[this.below(from.length)]
    if (picked === undefined) throw new Error("nothing to pick from")
    return picked
  }
}
