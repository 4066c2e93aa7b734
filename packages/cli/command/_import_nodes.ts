import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { NodeType } from "@flowglass/core"
import { Effect, Predicate } from "effect"
import * as Flag from "effect/cli/Flag"
import { ImportFailed, ImportWithoutNodes } from "../error/usage_errors.ts"

/** The option `--import FILE`: modules with node types of one's own. */
export const importOption = Flag.String("import").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A module that exports node types of your own; can be repeated"),
  Flag.atLeast(0)
)

const isNodeType = (value: unknown): value is NodeType =>
  Predicate.hasProperty(value, "decode") &&
  typeof value.decode === "function" &&
  Predicate.hasProperty(value, "description") &&
  Predicate.hasProperty(value.description, "type") &&
  typeof value.description.type === "string"

const load = Effect.fnUntraced(function* (file: string) {
  const exported = yield* Effect.tryPromise({
    try: (): Promise<{ readonly [name: string]: unknown }> => import(pathToFileURL(resolve(file)).href),
    catch: (cause) =>
      new ImportFailed({
        message: `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`
      })
  })
  const nodes = new Set(
    Object.values(exported)
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .filter(isNodeType)
  )
  if (nodes.size === 0) return yield* new ImportWithoutNodes({ message: `${file} exports no node types.` })
  return [...nodes]
})

/** The node types that the modules of `--import` export, alone or in arrays. */
export const importNodes = (
  files: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<NodeType>, ImportFailed | ImportWithoutNodes> =>
  Effect.map(Effect.forEach(files, load), (nodes) => nodes.flat())
