/** What a node is in a frame. */
export const NodeState = { unknown: 0, ready: 1, running: 2, finished: 3, skipped: 4 } as const

/** What deciding an edge did to its target. */
export const Decision = { waiting: 0, ready: 1, skipped: 2 } as const

/**
 * Decides one incoming edge of a node in a frame's state array: the node is ready when no incoming edge is undecided
 * and one was taken, skipped when all were skipped.
 */
export const decideEdge = (state: Int32Array, nodes: number, target: number, taken: boolean): number => {
  const undecided = (state[target] ?? 0) - 1
  state[target] = undecided
  if (taken) state[nodes + target] = (state[nodes + target] ?? 0) + 1
  if (undecided > 0 || state[nodes * 2 + target] !== NodeState.unknown) return Decision.waiting
  const ready = (state[nodes + target] ?? 0) > 0
  state[nodes * 2 + target] = ready ? NodeState.ready : NodeState.skipped
  return ready ? Decision.ready : Decision.skipped
}
