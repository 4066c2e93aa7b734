import type { LogEntry } from "./run_log.ts"
import type { RunState } from "./run_state.ts"

type Chunk = Extract<LogEntry, { readonly kind: "chunk" }>

/** Whether a piece of text comes from a node that is at work, as far as the state knows. */
const isUnfinished = ({ frame: index, chunk }: Chunk, state: RunState): boolean => {
  const node = state.graph.nodes[chunk.node]
  let frame = state.frames[index]
  // Text in a round may come from a node around its container.
  while (frame?.origin !== undefined && frame.scope.index !== node?.scope) frame = frame.origin.frame
  if (frame === undefined || node === undefined || node.kind === "response") return false
  return state.running.has(state.key(frame.index, chunk.node))
}

/** What withdraws the text that a log has shown of nodes that have not ended: they say it once more from the beginning. */
export const unfinishedTexts = (
  entries: ReadonlyArray<LogEntry>,
  state: RunState,
  at: number
): ReadonlyArray<LogEntry> => {
  const shown = new Map<string, Chunk>()
  for (const entry of entries) {
    if (entry.kind === "chunk") shown.set(`${entry.frame} ${entry.chunk.node}`, entry)
    else if (entry.kind === "chunk_reset") shown.delete(`${entry.frame} ${entry.node}`)
  }
  return [...shown.values()]
    .filter((entry) => isUnfinished(entry, state))
    .map(({ frame, attempt, chunk: { node, selector } }) => ({
      kind: "chunk_reset",
      frame,
      node,
      attempt,
      at,
      selector
    }))
}
