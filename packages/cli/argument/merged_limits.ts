import type { RunLimits } from "@flowglass/core"

/** Limits of a run over those of its engine; of what the run leaves undefined, the engine's hold. */
export const mergedLimits = (engine: Partial<RunLimits>, run: Partial<RunLimits>): Partial<RunLimits> => ({
  ...engine,
  ...Object.fromEntries(Object.entries(run).filter(([, limit]) => limit !== undefined))
})
