import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"
import type { OutputDeclaration } from "../output_declaration.ts"
import { outputTypeOf } from "../output_type_of.ts"

/** The types that Dify allows for an output of code. */
const CodeOutputType = Schema.Literals([
  "string",
  "number",
  "object",
  "boolean",
  "array[string]",
  "array[number]",
  "array[object]",
  "array[boolean]"
])

/** A type that an output of code can have. */
export type CodeOutputType = typeof CodeOutputType.Type

/** A declared output of code; `children` declare the members of an object or of the objects of an array. */
export interface CodeOutput {
  readonly type: CodeOutputType
  readonly children?: CodeOutputs | null | undefined
}

/** Declared outputs by name. */
export interface CodeOutputs {
  readonly [name: string]: CodeOutput
}

const CodeOutput: Schema.Codec<CodeOutput> = Schema.Struct({
  type: CodeOutputType.annotate({ description: "What main must return under this name" }),
  children: Schema.optional(
    Schema.NullOr(
      Schema.Record(
        Schema.String,
        Schema.suspend(() => CodeOutput)
      )
    )
  )
})

/** The `data` of a code node. */
export const CodeConfig = Schema.Struct({
  variables: orDefault(
    Schema.Array(
      Schema.Struct({
        variable: Schema.String,
        value_selector: orDefault(Schema.Array(Schema.String), []),
        /** The type that the builder saw at the selector. */
        value_type: Schema.optionalKey(Schema.NullOr(Schema.String))
      })
    ),
    []
  ),
  /** A language that cannot run here is a requirement of the node, not a mistake of the file. */
  code_language: Schema.String.annotate({ description: "javascript or python3" }),
  code: Schema.String.annotate({ description: "Defines main(), which takes the variables and returns the outputs" }),
  /** Null (some files have it) means that nothing is declared and nothing is checked against it. */
  outputs: orDefault(Schema.NullOr(Schema.Record(Schema.String, CodeOutput)), null)
})

/** The `data` of a code node. */
export type CodeConfig = typeof CodeConfig.Type

/** What a code node promises. Each declared name must be returned, if only as null. */
export const codeOutputDeclarations = (config: CodeConfig): ReadonlyArray<OutputDeclaration> =>
  Object.entries(config.outputs ?? {}).map(([name, output]) => ({ name, ...outputTypeOf(output.type), required: true }))
