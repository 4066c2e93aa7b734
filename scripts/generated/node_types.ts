// Section "node types": what runs here, from the built-in node types and what their examples require.
import { CodeRunner, LanguageModels, NodeRegistry, type NodeType, OutboundHttp } from "@flowglass/core"
import type { Requirement } from "@flowglass/core/node"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect, Layer, Result } from "effect"
import { markdownTable } from "./markdown_table.ts"

/** The node types of Dify 1.14 that a workflow or chatflow can have. */
const difyTypes = [
  "start",
  "end",
  "answer",
  "llm",
  "knowledge-retrieval",
  "if-else",
  "code",
  "template-transform",
  "question-classifier",
  "http-request",
  "tool",
  "variable-aggregator",
  "assigner",
  "iteration",
  "loop",
  "parameter-extractor",
  "document-extractor",
  "list-operator",
  "agent",
  "human-input",
  "trigger-webhook",
  "trigger-schedule",
  "trigger-plugin",
  "datasource",
  "knowledge-index"
]

/** Everything node types need, with nothing configured: what is missing now is missing for everybody. */
const layer = NodeRegistry.layer(builtinNodes).pipe(
  Layer.provide(Layer.mergeAll(LanguageModels.layerNone, CodeRunner.layer, OutboundHttp.layer))
)

/** What a host can give in the place of what is missing. */
const parts = new Map<string, string>([
  ["tool_not_mapped", "runs, with a function of the host"],
  ["retrieval_not_mapped", "runs, with documents or a search of the host"]
])

const placeOf = (requirements: ReadonlyArray<Requirement>): string => {
  const [missing] = requirements
  if (missing === undefined) return "runs"
  return missing.kind === "key" ? "runs, with a key" : (parts.get(missing.error.code) ?? "mock only")
}

const row = Effect.fnUntraced(function* ({ description, decode }: NodeType) {
  const bound = Result.getOrThrow(decode(description.example.config))
  const requirements = yield* bound.requirements ?? Effect.succeed([])
  return [`\`${description.type}\``, description.version, placeOf(requirements), description.summary]
})

/** The built-in node types, and those of Dify that are not among them. */
export const nodeTypes: Effect.Effect<string> = Effect.gen(function* () {
  const { types } = yield* NodeRegistry
  const rows = yield* Effect.forEach(types, row)
  const known = new Set(types.map(({ description }) => description.type))
  const missing = difyTypes.filter((type) => !known.has(type))
  const table = markdownTable(["type", "version", "here", "what it does"], rows)
  if (missing.length === 0) return table
  return `${table}\n\nNot here yet: ${missing.map((type) => `\`${type}\``).join(", ")}.`
}).pipe(Effect.provide(layer))
