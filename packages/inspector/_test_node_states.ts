import type { StoredRun } from "@flowglass/core"
import { runView } from "./run_view.ts"

/** Each node as `status: output status, ...`. */
export const states = (run: StoredRun): Record<string, string> =>
  Object.fromEntries(
    runView(run)
      .snapshot()
      .node_outputs.map((node) => [
        node.node_id,
        `${node.node_status}: ${node.outputs.map((output) => `${output.name} ${output.status}`).join(", ")}`
      ])
  )
