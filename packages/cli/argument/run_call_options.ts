import { RunCreator, type RunOptions, TriggerSource } from "@flowglass/core"
import { Predicate, Schema } from "effect"
import { described, list, mapping, text, truth } from "./described.ts"

/** Options of a single run. */
export interface RunCallOptions extends RunOptions {
  /** Stops the run. One that is aborted already lets nothing start: `run_stopped`. */
  readonly signal?: AbortSignal
}

/** Signals of other realms and of polyfills are no instances of this realm's class. */
const isAbortSignal = (value: unknown): value is AbortSignal =>
  Predicate.hasProperty(value, "aborted") &&
  Predicate.isBoolean(value.aborted) &&
  Predicate.hasProperty(value, "addEventListener") &&
  Predicate.isFunction(value.addEventListener) &&
  Predicate.hasProperty(value, "removeEventListener") &&
  Predicate.isFunction(value.removeEventListener)

const isTrigger = Schema.is(TriggerSource)
const triggers = TriggerSource.literals.map((name) => `"${name}"`).join(", ")

const options = {
  inputs: Schema.optional(mapping),
  query: Schema.optional(text),
  files: Schema.optional(list),
  conversation: Schema.optional(mapping),
  environment: Schema.optional(mapping),
  mocks: Schema.optional(mapping),
  mockExternals: Schema.optional(truth),
  // Which limits there are, and what they may be, is the engine's own to say: `limit_invalid`.
  limits: Schema.optional(mapping),
  strict: Schema.optional(truth),
  userId: Schema.optional(text),
  conversationId: Schema.optional(text),
  history: Schema.optional(Schema.Array(Schema.Struct({ query: text, answer: text }))),
  trigger: Schema.optional(described(`one of ${triggers}`, isTrigger)),
  tenantId: Schema.optional(text),
  appId: Schema.optional(text),
  workflowId: Schema.optional(text),
  workflowVersion: Schema.optional(text),
  createdBy: Schema.optional(RunCreator),
  signal: Schema.optional(described("an AbortSignal", isAbortSignal)),
  outputs: Schema.optional(described("a Schema of Effect", Schema.isSchema))
} satisfies { readonly [Name in keyof Required<RunCallOptions> | "outputs"]: Schema.Top }

/** The options of `run` at run time. */
export const runCallOptions = Schema.Struct(options)
