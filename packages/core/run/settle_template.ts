import type { Selector } from "../value/selector.ts"
import type { Value } from "../value/value.ts"
import type { StreamSegment, StreamTemplate, StreamVariable } from "./stream_plan.ts"

/** What the stream has to know of its run. */
export interface StreamSource {
  readonly isSkipped: (node: number) => boolean
  readonly isFinished: (node: number) => boolean
  readonly value: (selector: Selector) => Value | undefined
}

/** A variable as an answer has it that was given before its turn in the stream; undefined shows nothing. */
export interface SettledVariable {
  readonly kind: "settled"
  readonly selector: Selector
  readonly node: number
  readonly value: Value | undefined
}

/** A template of a run at work. */
export interface OpenTemplate {
  readonly node: number
  readonly segments: ReadonlyArray<StreamSegment | SettledVariable>
}

/** The value a template shows; what its own node came to it cannot show. */
export const shownValue = (template: number, variable: StreamVariable, source: StreamSource): Value | undefined =>
  variable.node === template && source.isFinished(template) ? undefined : source.value(variable.selector)

/**
 * What is left to stream of a template whose node has ended: the answer is given, so that nothing which comes later may
 * change it. Text of nodes that ended before stays in the pieces it was streamed in.
 */
export const settleTemplate = (
  template: StreamTemplate,
  source: StreamSource,
  isStreamed: (variable: StreamVariable) => boolean
): OpenTemplate => {
  const segments = template.segments.map((segment): StreamSegment | SettledVariable => {
    if (segment.kind === "text") return segment
    const { node, selector } = segment
    if (node >= 0 && source.isSkipped(node)) return segment
    if (node >= 0 && source.isFinished(node) && isStreamed(segment)) return segment
    return { kind: "settled", selector, node, value: shownValue(template.node, segment, source) }
  })
  return { node: template.node, segments }
}
