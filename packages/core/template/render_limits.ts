import { defaultNodeLimits } from "../node/node_context.ts"

/** How much a template may do. */
export interface RenderLimits {
  /** Code points of the rendered text. */
  readonly outputLength: number
  /** Units of work: one for each statement, call and loop round, and one for every 64 characters that are built. */
  readonly steps: number
  /** Numbers of one `range`. */
  readonly rangeLength: number
  /** UTF-16 units of one text; items of a list count eight. */
  readonly valueLength: number
  /** Macro calls, blocks and recursive loops inside each other. */
  readonly depth: number
}

/** Dify's limit of the output, and limits that stop an attack within about a second. */
export const defaultRenderLimits: RenderLimits = {
  outputLength: defaultNodeLimits.templateOutputLength,
  steps: 1_000_000,
  rangeLength: 100_000,
  valueLength: 5_000_000,
  depth: 150
}
