import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"
import { AgentNodeJob, defaultNodeJob } from "./agent_node_job.ts"
import { AgentSoul } from "./agent_soul.ts"

/** The `data` of an agent node of version 2: Dify keeps soul and job in its database, here they are in the file. */
export const AgentConfig = Schema.Struct({
  version: Schema.Unknown.check(
    Schema.makeFilter((version) => version === "2" || "Dify Agent Node v2 requires version='2'")
  ),
  agent_binding: Schema.optional(
    Schema.NullOr(Schema.Struct({ agent_id: Schema.optional(Schema.NullOr(Schema.String)) }))
  ),
  agent_soul: Schema.optional(Schema.NullOr(AgentSoul)),
  agent_node_job: orDefault(AgentNodeJob, defaultNodeJob),
  /**
   * No file has it: set for the agent of an agent-chat app, whose instructions are a template and who remembers the
   * conversation.
   */
  basic_app: Schema.optional(Schema.NullOr(Schema.Struct({ instructions: Schema.String })))
})

/** The `data` of an agent node of version 2. */
export type AgentConfig = typeof AgentConfig.Type
