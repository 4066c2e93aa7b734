import { RunLog } from "./run_log.ts"

/** The log of a run that is read elsewhere: it is read on only while somebody waits for more. */
export class FollowedLog extends RunLog {
  readonly #onWatched: () => void
  readonly #onLeft: () => void
  #watching = 0

  /** `onWatched` is called when the first comes to wait, `onLeft` when the last has left without having been woken. */
  constructor(onWatched: () => void, onLeft: () => void) {
    super()
    this.#onWatched = onWatched
    this.#onLeft = onLeft
  }

  /** Whether somebody waits. */
  get isWatched(): boolean {
    return this.#watching > 0
  }

  override wait(callback: () => void): () => void {
    let isWaiting = true
    const end = (): void => {
      if (isWaiting) this.#watching--
      isWaiting = false
    }
    const leave = super.wait(() => {
      end()
      callback()
    })
    if (this.#watching++ === 0) this.#onWatched()
    return () => {
      end()
      leave()
      if (this.#watching === 0) this.#onLeft()
    }
  }
}
