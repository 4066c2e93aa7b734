import { Schema } from "effect"
import { closedStruct } from "../config/closed_struct.ts"
import { orDefault } from "../config/or_default.ts"
import { DeclaredOutput } from "./declared_output.ts"
import { FileRef } from "./file_ref.ts"

const OpenObject = Schema.Record(Schema.String, Schema.Unknown)

const openObjects = orDefault(Schema.Array(OpenObject), [])

const fields = closedStruct({
  schema_version: orDefault(Schema.Literal(1), 1),
  mode: orDefault(Schema.Literals(["tell_agent_what_to_do", "let_agent_figure_it_out"]), "tell_agent_what_to_do"),
  /** What to do here, with references to variables. */
  workflow_prompt: orDefault(Schema.String, ""),
  /** Outputs of earlier nodes to show the agent; each is an open object that names a selector. */
  previous_node_output_refs: openObjects,
  declared_outputs: orDefault(Schema.Array(DeclaredOutput), []),
  human_contacts: openObjects,
  metadata: orDefault(
    Schema.Struct({
      file_refs: Schema.optional(Schema.NullOr(Schema.Array(FileRef))),
      agent_soul: Schema.optional(Schema.NullOr(OpenObject))
    }),
    {}
  )
})

const repeatedNames = (outputs: ReadonlyArray<DeclaredOutput>): ReadonlyArray<Schema.FilterIssue> => {
  const seen = new Set<string>()
  return outputs.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ path: ["declared_outputs", index, "name"], issue: `an earlier output has the name ${name} already` }]
  })
}

/** What an agent shall do at its place in the workflow, and the outputs it shall produce. */
export const AgentNodeJob = fields.check(Schema.makeFilter((job) => repeatedNames(job.declared_outputs)))

/** What an agent shall do at its place in the workflow. */
export type AgentNodeJob = typeof AgentNodeJob.Type

/** The job of an agent whose node says nothing: the soul's prompt, the default outputs. */
export const defaultNodeJob: AgentNodeJob = {
  schema_version: 1,
  mode: "tell_agent_what_to_do",
  workflow_prompt: "",
  previous_node_output_refs: [],
  declared_outputs: [],
  human_contacts: [],
  metadata: {}
}
