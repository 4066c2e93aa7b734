import type { InspectionScope } from "@flowglass/inspector"
import { Predicate, Result, Schema } from "effect"
import { HostArgumentInvalid } from "../error/promise_errors.ts"
import { checkArgument } from "./check_argument.ts"
import { described, text } from "./described.ts"

/** What to look at, where more than a run, node and output has to be said. */
export interface InspectionTarget extends InspectionScope {
  readonly run: string
  readonly node?: string
  /** An output of `node`. */
  readonly output?: string
}

const isPath = (value: unknown): value is "draft" | "published" => value === "draft" || value === "published"

const target = {
  run: text,
  node: Schema.optional(text),
  output: Schema.optional(text),
  tenantId: Schema.optional(text),
  appId: Schema.optional(text),
  path: Schema.optional(described('"draft" or "published"', isPath))
} satisfies { readonly [Name in keyof Required<InspectionTarget>]: Schema.Top }

const scoped = Schema.Struct(target)

const checkParts = (run: unknown, node: unknown, output: unknown): Result.Result<void, HostArgumentInvalid> => {
  const checkPart = (name: string, value: unknown) => checkArgument("inspect", name, text, value)
  return checkPart("runId", run).pipe(
    Result.andThen(() => (node === undefined ? Result.void : checkPart("nodeId", node))),
    Result.andThen(() => (output === undefined ? Result.void : checkPart("outputName", output)))
  )
}

/** Checks what `inspect` was asked for: a run, perhaps a node, perhaps an output of it; or all that as one object. */
export const checkTarget = (
  target: unknown,
  node: unknown,
  output: unknown
): Result.Result<void, HostArgumentInvalid> => {
  const isOne = Predicate.isObject(target)
  const checked = isOne ? checkArgument("inspect", "target", scoped, target) : checkParts(target, node, output)
  return Result.andThen(checked, () => {
    const asked = isOne ? { node: target.node, output: target.output } : { node, output }
    if (asked.output === undefined || asked.node !== undefined) return Result.void
    return Result.fail(
      new HostArgumentInvalid({ message: "inspect: an output is one of a node, and no node is given." })
    )
  })
}
