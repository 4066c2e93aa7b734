/** A workload of a floor: run it, and what it must come to. */
interface FloorWorkload {
  readonly run: () => Promise<number>
  readonly expect: number
}

declare const floor: {
  readonly W1: () => FloorWorkload
  readonly W2: () => FloorWorkload
  readonly W3: () => FloorWorkload
  readonly W4: () => FloorWorkload
  readonly W5: () => FloorWorkload
  readonly W6: () => { readonly start: (gate: { readonly promise: Promise<void> }) => () => Promise<number>; readonly expect: number }
}
export default floor
