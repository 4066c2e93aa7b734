import type { ContainerOpening, ContainerProgress, FinishedRound } from "../node/container.ts"
import type { Frame } from "./frame.ts"
import { mergeOutputs } from "./merge_outputs.ts"

/** A container at work, as the facts tell it. */
export class ContainerRun implements ContainerProgress {
  readonly frame: Frame
  readonly node: number
  readonly opening: ContainerOpening
  readonly rounds: Array<FinishedRound | undefined> = []
  /** Frames of rounds whose outputs are not merged yet, by round. */
  readonly frames = new Map<number, Frame>()
  /** The first round that ended with an error, in the order in which they ended. */
  failed: FinishedRound | undefined
  started = 0
  active = 0
  /** Rounds before this one are over and their outputs merged: this one may show its text now. */
  turn = 0
  /** The frame that ended last. */
  last: Frame | undefined

  constructor(frame: Frame, node: number, opening: ContainerOpening) {
    this.frame = frame
    this.node = node
    this.opening = opening
  }

  begin(round: number, frame: Frame): void {
    this.started++
    this.active++
    this.rounds[round] = undefined
    this.frames.set(round, frame)
  }

  /** Takes over a round; outputs of answers and ends inside are merged in the order of rounds, whichever ends first. */
  finish(frame: Frame, finished: FinishedRound): void {
    this.active--
    this.rounds[finished.round] = finished
    this.last = frame
    if (finished.error !== undefined) this.failed ??= finished
    for (let next = this.frames.get(this.turn); next?.isFinished === true; next = this.frames.get(this.turn)) {
      mergeOutputs(this.frame.outputs, next.outputs, next.error !== undefined)
      this.frames.delete(this.turn)
      this.turn++
    }
  }
}
