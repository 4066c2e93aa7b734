import { Result, Schema, SchemaIssue } from "effect"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** For tests: the problems of some data as `path: message`; empty when it decodes. */
export const schemaProblems = <Type>(schema: Schema.ConstraintDecoder<Type>, data: unknown): ReadonlyArray<string> =>
  Result.match(Schema.decodeUnknownResult(schema, { errors: "all" })(data), {
    onSuccess: () => [],
    onFailure: ({ issue }) =>
      format(issue).issues.map(({ path, message }) => `${(path ?? []).map(String).join(".")}: ${message}`)
  })
