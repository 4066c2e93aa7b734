import type { NodeRegistry } from "../node/node_registry.ts"
import type { ProblemList } from "./problem_list.ts"

/** What the parts of a file are read with: the node types there are, and the list of problems. */
export interface Reading {
  readonly registry: Pick<NodeRegistry["Service"], "find" | "types">
  readonly problems: ProblemList
}
