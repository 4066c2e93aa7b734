import { Stream } from "effect"

const done = { done: true, value: undefined } as const

const ignore = (): void => undefined

/**
 * Reads a stream in order, one element for each call of `next`, however many are asked for at the same time. `return`
 * ends it whatever it waits for, and frees what the stream holds.
 */
class OrderedIterator<A> implements AsyncIterator<A, undefined> {
  readonly #inner: AsyncIterator<A>
  #last: Promise<unknown> = Promise.resolve()
  #isReturned = false

  constructor(stream: Stream.Stream<A>) {
    this.#inner = Stream.toAsyncIterable(stream)[Symbol.asyncIterator]()
  }

  next(): Promise<IteratorResult<A, undefined>> {
    // Effect's own iterator takes one question at a time.
    const next = this.#last.then(() => this.#pull())
    this.#last = next.catch(ignore)
    return next
  }

  return(): Promise<IteratorResult<A, undefined>> {
    this.#isReturned = true
    return Promise.resolve(this.#inner.return?.()).then(() => done)
  }

  #pull(): Promise<IteratorResult<A, undefined>> {
    if (this.#isReturned) return Promise.resolve(done)
    return this.#inner
      .next()
      .then((answer) => (answer.done === true || this.#isReturned ? done : { done: false, value: answer.value }))
  }
}

/** A stream that any number of loops can read, each from the beginning and at its own pace. */
export const orderedIterable = <A>(stream: Stream.Stream<A>): AsyncIterable<A> => ({
  [Symbol.asyncIterator]: () => new OrderedIterator(stream)
})
