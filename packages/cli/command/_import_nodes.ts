import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { KnowledgeById, NodeType, ToolFunctions } from "@flowglass/core"
import { Effect, FileSystem, Predicate } from "effect"
import * as Flag from "effect/cli/Flag"
import { isKnowledgeById, isToolFunctions } from "../argument/host_parts.ts"
import { ImportFailed, ImportWithoutNodes } from "../error/usage_errors.ts"
import { fileProblem } from "../file_problem.ts"

/** What a host adds to the engine. */
export interface HostParts {
  readonly nodes: ReadonlyArray<NodeType>
  readonly tools: ToolFunctions
  readonly knowledge: KnowledgeById
}

/** The option `--import FILE`: modules with node types, tools and knowledge of one's own. */
export const importOption = Flag.String("import").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A module that exports node types, tools or knowledge of your own; can be repeated"),
  Flag.atLeast(0)
)

const isNodeType = (value: unknown): value is NodeType =>
  Predicate.hasProperty(value, "decode") &&
  typeof value.decode === "function" &&
  Predicate.hasProperty(value, "description") &&
  Predicate.hasProperty(value.description, "type") &&
  typeof value.description.type === "string"

const notLoaded = (file: string, problem: string): ImportFailed =>
  new ImportFailed({ message: `${file} cannot be loaded: ${problem}` })

/** Node would wait in a pipe or device for ever, and no signal could end that. */
const checkModule = Effect.fnUntraced(function* (file: string) {
  const system = yield* FileSystem.FileSystem
  const status = yield* Effect.mapError(system.stat(file), (error) => notLoaded(file, `${fileProblem(error)}.`))
  if (status.type === "File") return
  return yield* notLoaded(file, status.type === "Directory" ? "it is a folder." : "it is no ordinary file.")
})

const load = Effect.fnUntraced(function* (file: string) {
  yield* checkModule(file)
  const exported = yield* Effect.tryPromise({
    try: (): Promise<{ readonly [name: string]: unknown }> => import(pathToFileURL(resolve(file)).href),
    catch: (cause) => notLoaded(file, cause instanceof Error ? cause.message : String(cause))
  })
  const { tools, knowledge } = exported
  const nodes = new Set(
    Object.values(exported)
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .filter(isNodeType)
  )
  const parts: HostParts = {
    nodes: [...nodes],
    tools: isToolFunctions(tools) ? tools : {},
    knowledge: isKnowledgeById(knowledge) ? knowledge : {}
  }
  const isEmpty = Object.values(parts).every((part) => Object.keys(part).length === 0)
  if (!isEmpty) return parts
  return yield* new ImportWithoutNodes({ message: `${file} exports no node types, no tools and no knowledge.` })
})

/**
 * What the modules of `--import` export: node types, alone or in arrays; functions as `tools`; documents or searches as
 * `knowledge`. Of equal names the last module's is taken.
 */
export const importNodes = (
  files: ReadonlyArray<string>
): Effect.Effect<HostParts, ImportFailed | ImportWithoutNodes, FileSystem.FileSystem> =>
  Effect.map(Effect.forEach(files, load), (all) => ({
    nodes: all.flatMap(({ nodes }) => nodes),
    tools: Object.assign({}, ...all.map(({ tools }) => tools)),
    knowledge: Object.assign({}, ...all.map(({ knowledge }) => knowledge))
  }))
