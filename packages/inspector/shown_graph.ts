import { type PlainObject, type StoredRun, toPlain } from "@flowglass/core"
import { runMask } from "./secret/run_mask.ts"

/**
 * The graph of a run as plain data in the editor's shape, as it was when the run started. Credentials that stand in its
 * nodes are hidden.
 */
export const shownGraph = (run: StoredRun): PlainObject => {
  const mask = runMask(run)
  return {
    nodes: run.graph.nodes.map(({ id, data, parent }) => ({
      id,
      data: toPlain(mask.data(data)),
      ...(parent === undefined ? {} : { parentId: parent })
    })),
    edges: run.graph.edges.map((edge) => ({ ...edge }))
  }
}
