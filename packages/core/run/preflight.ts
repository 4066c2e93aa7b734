import { Effect } from "effect"
import type { RequirementError } from "../error/requirement_error.ts"
import { PreflightFailed } from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { Requirement } from "../node/define_node.ts"
import { mockMissing } from "./answer_mock.ts"
import type { Workflow } from "./workflow.ts"

/** What a node of a workflow is missing here. */
interface MissingRequirement {
  readonly node: CompiledNode
  readonly requirement: Requirement
}

const requirementsOf = (node: CompiledNode, mockExternals: boolean): Effect.Effect<ReadonlyArray<Requirement>> =>
  // What would leave the process must not, so nothing else that it needs matters.
  mockExternals && node.bound.description.external === true
    ? Effect.succeed([{ kind: "mapping", error: mockMissing(node) }])
    : (node.bound.requirements ?? Effect.succeed([]))

/**
 * Everything that is missing for the nodes that will really run; `isMocked` says which will not. With `mockExternals`
 * a node that leaves the process must be among those.
 */
const missingRequirements = (
  workflow: Workflow,
  isMocked: (node: CompiledNode) => boolean,
  mockExternals = false
): Effect.Effect<ReadonlyArray<MissingRequirement>> => {
  const asking = workflow.compiled.nodes.filter(
    ({ bound }) => bound.requirements !== undefined || (mockExternals && bound.description.external === true)
  )
  const running = asking.filter((node) => !isMocked(node))
  if (running.length === 0) return Effect.succeed([])
  return Effect.map(
    Effect.forEach(running, (node) =>
      Effect.map(requirementsOf(node, mockExternals), (requirements) =>
        requirements.map((requirement) => ({ node, requirement }))
      )
    ),
    (missing) => missing.flat()
  )
}

/**
 * Refuses to start a run that cannot end well, before its first side effect. One missing thing fails with its own
 * code; several with `preflight_failed`, which lists each with its code.
 */
export const preflight = (
  workflow: Workflow,
  isMocked: (node: CompiledNode) => boolean,
  mockExternals = false
): Effect.Effect<void, RequirementError | PreflightFailed> =>
  Effect.flatMap(
    missingRequirements(workflow, isMocked, mockExternals),
    (missing): Effect.Effect<void, RequirementError | PreflightFailed> => {
      const [first, ...others] = missing
      if (first === undefined) return Effect.void
      if (others.length === 0) return Effect.fail(first.requirement.error)
      const problems = missing.map(({ node, requirement }) => ({
        node_id: node.id,
        code: requirement.error.code,
        message: requirement.error.message
      }))
      const lines = problems.map((one) => `node "${one.node_id}": ${one.message} (${one.code})`)
      const message = `${problems.length} things are missing for this workflow:\n${lines.join("\n")}`
      return Effect.fail(new PreflightFailed({ message, params: { problems } }))
    }
  )
