import { Schema } from "effect"
import type { ValueObject } from "../value/value.ts"
import { FormAction } from "./human_input/form_action.ts"
import { FormField } from "./human_input/form_field.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

/** What a node asks somebody, with Dify's names. */
export const FormQuestion = Schema.Struct({
  /** Markdown, references replaced by their values; `{{#$output.NAME#}}` stands for a field that is to be filled in. */
  form_content: Schema.String,
  inputs: Schema.Array(Schema.toType(FormField)),
  actions: Schema.Array(Schema.toType(FormAction)),
  /** Whether the form shall be shown where the run is shown. */
  display_in_ui: Schema.Boolean,
  /** Texts that fields begin with and that came from variables, by field. */
  resolved_default_values: Schema.Record(Schema.String, Schema.String)
})
export type FormQuestion = typeof FormQuestion.Type

/** What somebody said, or that nobody did in time. */
export interface FormAnswer {
  /** The id of the chosen action; undefined when the time was over. */
  readonly action: string | undefined
  readonly values: ValueObject
}

/** How a node type asks somebody. Both parts are plain synchronous code; what is asked and answered is recorded. */
export interface FormBehaviour<Config> {
  readonly ask: (config: Config, context: NodeContext) => FormQuestion | NodeFailure
  /** How long the answer may take, in milliseconds. */
  readonly timeout: (config: Config) => number
  /** What the node comes to by an answer that fits the question. */
  readonly answered: (config: Config, question: FormQuestion, answer: FormAnswer) => NodeResult
}

/** The behaviour of one node of a graph. */
export interface BoundForm {
  readonly ask: (context: NodeContext) => FormQuestion | NodeFailure
  readonly timeout: number
  readonly answered: (question: FormQuestion, answer: FormAnswer) => NodeResult
}

/** A behaviour together with its config. */
export const bindForm = <Config>(behaviour: FormBehaviour<Config>, config: Config): BoundForm => ({
  ask: (context) => behaviour.ask(config, context),
  timeout: behaviour.timeout(config),
  answered: (question, answer) => behaviour.answered(config, question, answer)
})
