import type { Problem, WorkflowNode, WorkflowReading } from "@flowglass/core"
import type { Requirement } from "@flowglass/core/node"
import { Effect, Option, Schema } from "effect"
import { modelVariable } from "./settings.ts"

/** Whether a node would run here, and if not, what is missing. */
export type Verdict = "runs" | "needs_key" | "needs_mapping" | "unsupported" | "invalid"

/** What is wrong with one node. */
export interface Finding {
  readonly verdict: Verdict
  readonly code: string
  readonly message: string
  /** The environment variable that would help. */
  readonly variable?: string
}

/** One node of a file, looked at. */
export interface NodeDiagnosis {
  readonly node_id: string
  readonly type: string
  readonly title: string
  readonly verdict: Verdict
  /** Whether `--mock-externals` answers for it. */
  readonly mockable: boolean
  readonly findings: ReadonlyArray<Finding>
}

const verdicts = { key: "needs_key", mapping: "needs_mapping", unsupported: "unsupported" } as const

const decodeModel = Schema.decodeUnknownOption(Schema.Struct({ provider: Schema.String }))

const requirementFinding = ({ kind, error }: Requirement): Finding => {
  const finding = { verdict: verdicts[kind], code: error.code, message: error.message }
  const model = kind === "key" ? decodeModel(error.params) : Option.none()
  return Option.isSome(model) ? { ...finding, variable: modelVariable(model.value.provider) } : finding
}

const problemFinding = ({ code, message }: Problem): Finding => ({
  verdict: code === "node_type_unknown" ? "unsupported" : "invalid",
  code,
  message
})

const isAbout = (problem: Problem, node: WorkflowNode): boolean =>
  problem.severity === "error" && (problem.pointer === node.pointer || problem.pointer.startsWith(`${node.pointer}/`))

const diagnoseNode = Effect.fnUntraced(function* (node: WorkflowNode, problems: ReadonlyArray<Problem>) {
  const requirements = yield* node.bound?.requirements ?? Effect.succeed<ReadonlyArray<Requirement>>([])
  const findings = [
    ...problems.filter((problem) => isAbout(problem, node)).map(problemFinding),
    ...requirements.map(requirementFinding)
  ]
  const diagnosis: NodeDiagnosis = {
    node_id: node.id,
    type: node.type,
    title: node.title,
    verdict: findings[0]?.verdict ?? "runs",
    mockable: node.bound?.description.external === true,
    findings
  }
  return diagnosis
})

/** Looks at every node of a file, also where the file has errors. */
export const diagnose = ({ document, problems }: WorkflowReading): Effect.Effect<ReadonlyArray<NodeDiagnosis>> =>
  Effect.forEach(document.nodes, (node) => diagnoseNode(node, problems))
