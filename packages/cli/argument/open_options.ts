import type {
  KnowledgeById,
  ModelScript,
  ModelServer,
  NodeType,
  RunLimits,
  RunOptions,
  ToolFunctions
} from "@flowglass/core"
import { Predicate, Schema } from "effect"
import { described, mapping, text } from "./described.ts"
import { knowledgeBase, toolFunction } from "./host_parts.ts"

/** A server of models, as a caller gives it. */
export interface ModelOptions extends Omit<ModelServer, "apiKey"> {
  readonly apiKey?: string
}

/** What `open` works with. Everything is optional, and nothing is read from the environment. */
export interface OpenOptions {
  /** Providers by name: `{ openai: { apiKey }, "*": { baseUrl } }`. */
  readonly models?: { readonly [provider: string]: ModelOptions }
  /** Answers of models by a script, for tests; wins over `models`. */
  readonly script?: ModelScript
  /** Hosts, `host:port`, CIDR blocks or origins that workflows may reach although they are not public. */
  readonly allow?: ReadonlyArray<string>
  /** Own node types; they replace built-in ones of the same type and version. */
  readonly nodes?: ReadonlyArray<NodeType>
  /** Functions that stand for the tools of workflows, by `provider/tool` or the tool alone. */
  readonly tools?: ToolFunctions
  /** Documents or searches by the ids of knowledge bases; `"*"` is every other one. */
  readonly knowledge?: KnowledgeById
  /** Mocks of every run; those of a single run win. */
  readonly mocks?: RunOptions["mocks"]
  /** Limits of every run; those of a single run win. Times are milliseconds, sizes characters. */
  readonly limits?: Partial<RunLimits>
}

const isAddress = (value: unknown): value is string => {
  if (!Predicate.isString(value) || !/^https?:\/\//i.test(value)) return false
  const url = URL.parse(value)
  return url?.username === "" && url.password === ""
}

const isTime = (value: unknown): value is number => Predicate.isNumber(value) && value > 0 && value < Infinity

const isNodeType = (value: unknown): value is NodeType =>
  Predicate.hasProperty(value, "decode") &&
  Predicate.isFunction(value.decode) &&
  Predicate.hasProperty(value, "description") &&
  Predicate.hasProperty(value.description, "type") &&
  Predicate.isString(value.description.type)

const isPrice = (value: unknown): value is string => Predicate.isString(value) && /^\d+(?:\.\d+)?$/.test(value)

const price = described("what a million tokens cost, as text such as 2.50", isPrice)

const server = {
  baseUrl: Schema.optional(described("an http or https address without user name and password", isAddress)),
  apiKey: Schema.optional(text),
  models: Schema.optional(Schema.Record(Schema.String, text)),
  prices: Schema.optional(
    Schema.Record(Schema.String, Schema.Struct({ prompt: price, completion: price, currency: Schema.optional(text) }))
  ),
  timeout: Schema.optional(described("a number of milliseconds above 0", isTime))
} satisfies { readonly [Name in keyof Required<ModelOptions>]: Schema.Top }

const options = {
  models: Schema.optional(Schema.Record(Schema.String, Schema.Struct(server))),
  script: Schema.optional(Schema.Array(mapping)),
  allow: Schema.optional(Schema.Array(text)),
  nodes: Schema.optional(Schema.Array(described("what `defineNode` returns", isNodeType))),
  tools: Schema.optional(Schema.Record(Schema.String, toolFunction)),
  knowledge: Schema.optional(Schema.Record(Schema.String, knowledgeBase)),
  mocks: Schema.optional(mapping),
  // Which limits there are, and what they may be, is the engine's own to say: `limit_invalid`.
  limits: Schema.optional(mapping)
} satisfies { readonly [Name in keyof Required<OpenOptions>]: Schema.Top }

/** The options of `open` at run time. */
export const openOptions = Schema.Struct(options)
