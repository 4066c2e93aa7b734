import { objectFrom, type RunFinished, type StoredRun } from "@flowglass/core"
import type { RunMask } from "../secret/run_mask.ts"
import { compareFields, compareText, type Difference } from "./compare_fields.ts"
import { withoutVolatile } from "./volatile.ts"

/** What two runs were given that differs, and so can be why everything else does. */
export const compareInputs = (left: StoredRun, right: StoredRun, mask: RunMask): ReadonlyArray<Difference> => {
  const before = left.accepted
  const after = right.accepted
  const system = (run: StoredRun) => withoutVolatile(mask.fields(run.accepted.system), "")
  const mocks = (run: StoredRun) => mask.fields(objectFrom(Object.entries(run.accepted.mocks)))
  return [
    ...compareFields("inputs", mask.fields(before.inputs), mask.fields(after.inputs)),
    ...compareFields("system", system(left), system(right)),
    ...compareFields("environment", mask.fields(before.environment), mask.fields(after.environment)),
    ...compareFields("conversation", mask.fields(before.conversation), mask.fields(after.conversation)),
    ...compareFields("mocks", mocks(left), mocks(right)),
    ...compareText("mock_externals", String(before.mockExternals), String(after.mockExternals)),
    ...compareFields("limits", objectFrom(Object.entries(before.limits)), objectFrom(Object.entries(after.limits)))
  ]
}

const endOf = (run: StoredRun): RunFinished | undefined =>
  run.facts().findLast((fact): fact is RunFinished => fact.kind === "run_finished")

/** How a run stands that has not ended. */
const statusOf = (run: StoredRun): "paused" | "running" => {
  const last = run.facts().findLast(({ kind }) => kind === "run_paused" || kind === "run_resumed")
  return last?.kind === "run_paused" ? "paused" : "running"
}

/**
 * What differs between the ends of two runs. Outputs follow from those of nodes; they are compared where no node
 * differs, because then the order of the nodes made the difference.
 */
export const compareEnds = (
  left: StoredRun,
  right: StoredRun,
  isSameNodes: boolean,
  mask: RunMask
): ReadonlyArray<Difference> => {
  const before = endOf(left)
  const after = endOf(right)
  const outputs = isSameNodes && before !== undefined && after !== undefined
  return [
    ...compareText("status", before?.status ?? statusOf(left), after?.status ?? statusOf(right)),
    ...compareText("error", before?.error?.code, after?.error?.code),
    ...(outputs ? compareFields("outputs", mask.fields(before.outputs), mask.fields(after.outputs)) : [])
  ]
}
