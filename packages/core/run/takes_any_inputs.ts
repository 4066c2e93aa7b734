import type { Workflow } from "./workflow.ts"

/** Whether a run takes its inputs as they come: those that start at a trigger, whose inputs no form describes. */
export const takesAnyInputs = ({ compiled }: Pick<Workflow, "compiled">): boolean =>
  compiled.graph.nodes.find(({ id }) => id === compiled.graph.root)?.type !== "start"
