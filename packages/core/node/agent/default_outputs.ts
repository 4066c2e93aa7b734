import { Schema } from "effect"
import { DeclaredOutput } from "./declared_output.ts"

const decode = Schema.decodeSync(Schema.Array(DeclaredOutput))

/** The outputs of an agent that declares none, in Dify's order; all optional. */
export const defaultOutputs: ReadonlyArray<DeclaredOutput> = decode([
  { name: "text", type: "string", description: "The answer as text.", required: false },
  { name: "files", type: "array", array_item: { type: "file" }, description: "Files it produced.", required: false },
  { name: "json", type: "object", description: "Structured data it produced.", required: false }
])
