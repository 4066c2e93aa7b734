import { Effect, Option, Result, Schema, SchemaGetter, SchemaIssue } from "effect"
import { fromUnknown } from "../../value/from_unknown.ts"
import { jsonSchemaProblem } from "../../value/json_schema/json_schema_problem.ts"
import { parseJson } from "../../value/parse_json.ts"
import { pythonTypeName } from "../../value/python_type_name.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject } from "../../value/value_object.ts"

/** The schema that a file holds: an object, its JSON text, or nothing. The failure is a sentence. */
const read = (given: Value): Result.Result<ValueObject | null, string> => {
  if (given === null || (typeof given === "string" && given.trim() === "")) return Result.succeed(null)
  const parsed = typeof given === "string" ? parseJson(given) : Result.succeed(given)
  if (Result.isFailure(parsed)) return Result.fail(`json_schema is not valid JSON: ${parsed.failure}`)
  const schema = parsed.success
  if (!isValueObject(schema)) return Result.fail(`json_schema must be a JSON object, got ${pythonTypeName(schema)}`)
  const problem = jsonSchemaProblem(schema)
  return problem === undefined ? Result.succeed(schema) : Result.fail(`Invalid JSON schema: ${problem}`)
}

const isSchema = (data: unknown): data is ValueObject | null =>
  data === null || Result.match(fromUnknown(data), { onSuccess: isValueObject, onFailure: () => false })

const refuse = (message: string) => Effect.fail(new SchemaIssue.InvalidValue({ message }))

/** The JSON schema (draft 7) of a `json_object` variable; absent, null and blank text are null. */
export const StartJsonSchema = Schema.Unknown.pipe(
  Schema.optional,
  Schema.decodeTo(Schema.declare<ValueObject | null>(isSchema), {
    decode: SchemaGetter.transformOptionalEffect((given: Option.Option<unknown>) =>
      Result.match(fromUnknown(Option.getOrElse(given, () => null)), {
        onFailure: (error) => refuse(error.message),
        onSuccess: (value) =>
          Result.match(read(value), {
            onFailure: refuse,
            onSuccess: (schema) => Effect.succeedSome(schema)
          })
      })
    ),
    encode: SchemaGetter.passthrough({ strict: false })
  })
)
