import type { ResumeOptions } from "@flowglass/core"
import { Schema } from "effect"
import { described, mapping, text } from "./described.ts"

const options = {
  node: Schema.optional(text),
  form: Schema.optional(text),
  action: text,
  inputs: Schema.optional(mapping),
  outputs: Schema.optional(described("a Schema of Effect", Schema.isSchema))
} satisfies { readonly [Name in keyof Required<ResumeOptions> | "outputs"]: Schema.Top }

/** The answer that `resume` takes, at run time. */
export const resumeCallOptions = Schema.Struct(options)
