import type { Account, JsonObject, WorkflowVersion } from "@flowglass/core"
import { Schema } from "effect"
import { seconds } from "../stream/seconds.ts"

const Person = Schema.NullOr(Schema.Struct({ id: Schema.String, name: Schema.String, email: Schema.String }))
const Json = Schema.Record(Schema.String, Schema.Unknown)

/** A draft or a published version. Values of secret environment variables never leave the server. */
export const WorkflowView = Schema.Struct({
  id: Schema.String,
  graph: Json,
  features: Json,
  hash: Schema.String,
  version: Schema.String,
  marked_name: Schema.String,
  marked_comment: Schema.String,
  created_by: Person,
  created_at: Schema.Int,
  updated_by: Person,
  updated_at: Schema.Int,
  tool_published: Schema.Boolean,
  environment_variables: Schema.Array(Json),
  conversation_variables: Schema.Array(Json),
  rag_pipeline_variables: Schema.Array(Json)
})
export type WorkflowView = typeof WorkflowView.Type

const person = (account: Account | undefined): typeof Person.Type =>
  account === undefined ? null : { id: account.id, name: account.name, email: account.email }

/** What stands in the place of a secret: twenty asterisks, as Dify writes them. */
export const hiddenValue = "*".repeat(20)

const hiddenForms = new Set<unknown>([hiddenValue, "[__HIDDEN__]"])

const isSecret = (variable: JsonObject): boolean => variable.value_type === "secret"

/** A variable as others may see it. */
const shown = (variable: JsonObject): JsonObject =>
  isSecret(variable) ? { ...variable, value: hiddenValue } : variable

const isHidden = (variable: JsonObject): boolean => isSecret(variable) && hiddenForms.has(variable.value)

/** Whether stored values have to be put back. */
export const hasHidden = (sent: ReadonlyArray<JsonObject>): boolean => sent.some(isHidden)

/** Puts the stored values back where a client, who never saw them, sent the asterisks. */
export const restoreSecrets = (
  sent: ReadonlyArray<JsonObject>,
  stored: ReadonlyArray<JsonObject>
): ReadonlyArray<JsonObject> => {
  const secrets = new Map(stored.filter(isSecret).map((variable) => [variable.id, variable.value]))
  return sent.map((variable) =>
    isHidden(variable) && secrets.has(variable.id) ? { ...variable, value: secrets.get(variable.id) } : variable
  )
}

export const workflowView = (
  workflow: WorkflowVersion,
  createdBy: Account | undefined,
  updatedBy: Account | undefined
): WorkflowView => ({
  id: workflow.id,
  graph: workflow.graph,
  features: workflow.features,
  hash: workflow.hash,
  version: workflow.version,
  marked_name: workflow.markedName,
  marked_comment: workflow.markedComment,
  created_by: person(createdBy),
  created_at: seconds(workflow.createdAt),
  updated_by: person(updatedBy),
  updated_at: seconds(workflow.updatedAt),
  tool_published: false,
  environment_variables: workflow.environmentVariables.map(shown),
  conversation_variables: workflow.conversationVariables,
  rag_pipeline_variables: []
})
