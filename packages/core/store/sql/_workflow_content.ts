import { Predicate, Result } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"
import type { JsonObject, WorkflowContent } from "../workflow_store.ts"
import { fromJsonText, toJsonText } from "./_json_text.ts"
import type { Sealer } from "./sealer.ts"

/** The content of a workflow as columns: JSON text. */
export type StoredContent = { [Name in keyof WorkflowContent]: string }

const purpose = "environment variable of a workflow"

const isSecret = (variable: JsonObject): boolean => variable.value_type === "secret" && Object.hasOwn(variable, "value")

/** With the values of secret variables sealed. */
export const writeContent = (content: WorkflowContent, sealer: Sealer["Service"]): StoredContent => ({
  graph: toJsonText(content.graph),
  features: toJsonText(content.features),
  environmentVariables: toJsonText(
    content.environmentVariables.map((variable) =>
      isSecret(variable) ? { ...variable, value: sealer.seal(toJsonText(variable.value), purpose) } : variable
    )
  ),
  conversationVariables: toJsonText(content.conversationVariables)
})

const unreadable = (): StoredValueUnreadable =>
  new StoredValueUnreadable({ message: "A stored workflow is damaged: it is not what was written." })

const isJsonObject = (data: unknown): data is JsonObject => Predicate.isObject(data) && !Array.isArray(data)

const parsed = (text: string): Result.Result<unknown, StoredValueUnreadable> =>
  Result.try({ try: () => fromJsonText(text), catch: unreadable })

const readText = <Data>(
  text: string,
  is: (data: unknown) => data is Data
): Result.Result<Data, StoredValueUnreadable> =>
  Result.flatMap(parsed(text), (data) => (is(data) ? Result.succeed(data) : Result.fail(unreadable())))

const isObjects = (data: unknown): data is ReadonlyArray<JsonObject> => Array.isArray(data) && data.every(isJsonObject)

const openVariable = (
  variable: JsonObject,
  sealer: Sealer["Service"]
): Result.Result<JsonObject, StoredValueUnreadable> =>
  !isSecret(variable)
    ? Result.succeed(variable)
    : Result.map(Result.flatMap(sealer.open(String(variable.value), purpose), parsed), (value) => ({
        ...variable,
        value
      }))

/** What `writeContent` wrote; fails with `stored_value_unreadable` for another SECRET_KEY. */
export const readContent = (
  stored: StoredContent,
  sealer: Sealer["Service"]
): Result.Result<WorkflowContent, StoredValueUnreadable> =>
  Result.gen(function* () {
    const variables = yield* readText(stored.environmentVariables, isObjects)
    const environmentVariables: Array<JsonObject> = []
    for (const variable of variables) environmentVariables.push(yield* openVariable(variable, sealer))
    return {
      graph: yield* readText(stored.graph, isJsonObject),
      features: yield* readText(stored.features, isJsonObject),
      environmentVariables,
      conversationVariables: yield* readText(stored.conversationVariables, isObjects)
    }
  })
