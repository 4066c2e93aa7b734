import { describe, expect, it } from "@effect/vitest"
import { Schema } from "effect"
import { schemaProblems } from "../_schema_problems.ts"
import { AgentNodeJob, defaultNodeJob } from "./agent_node_job.ts"
import { AgentSoul } from "./agent_soul.ts"

describe("the job of an agent node", () => {
  it("has Dify's defaults", () => {
    expect(Schema.decodeUnknownSync(AgentNodeJob)({})).toEqual(defaultNodeJob)
  })

  it("refuses unknown keys, but drops those of metadata", () => {
    expect(schemaProblems(AgentNodeJob, { output_routes: {} })).toEqual([
      expect.stringMatching(/^output_routes: unknown/)
    ])
    const job = { metadata: { file_refs: null, agent_soul: {}, other: 1 } }
    expect(Schema.decodeUnknownSync(AgentNodeJob)(job).metadata).toEqual({ file_refs: null, agent_soul: {} })
  })

  it("refuses two outputs of one name, at the place of the second", () => {
    const declared_outputs = ["a", "b", "a"].map((name) => ({ name, type: "string" }))
    expect(schemaProblems(AgentNodeJob, { declared_outputs })).toEqual([
      "declared_outputs.2.name: an earlier output has the name a already"
    ])
  })

  it("reports the problems of all outputs together", () => {
    const declared_outputs = [
      { name: "1", type: "string" },
      { name: "a", type: "text" },
      { name: "b", type: "object", file: {} }
    ]
    const places = schemaProblems(AgentNodeJob, { declared_outputs }).map((problem) => problem.split(":")[0])
    expect(places).toEqual(["declared_outputs.0.name", "declared_outputs.1.type", "declared_outputs.2.file"])
  })

  it.each([{ mode: "free" }, { schema_version: 2 }, { workflow_prompt: 1 }])("refuses %j", (job) => {
    expect(schemaProblems(AgentNodeJob, job)).toHaveLength(1)
  })

  it("takes a file reference with names of at most 255 characters", () => {
    const job = (id: string) => ({ metadata: { file_refs: [{ id, more: true }] } })
    expect(schemaProblems(AgentNodeJob, job("x".repeat(255)))).toEqual([])
    expect(schemaProblems(AgentNodeJob, job("x".repeat(256)))).toEqual([
      expect.stringMatching(/^metadata\.file_refs\.0\.id: /)
    ])
  })
})

describe("the soul of an agent", () => {
  const full = {
    schema_version: 1,
    prompt: { system_prompt: "Be kind." },
    skills_files: { files: [], skills: [] },
    tools: { dify_tools: [{ provider_id: "time" }], cli_tools: [] },
    knowledge: { datasets: [], query_mode: null, query_config: { top_k: 4 } },
    human: { contacts: [], tools: [] },
    env: { variables: [], secret_refs: [] },
    sandbox: { provider: null, config: {} },
    memory: { scope: null },
    model: {
      plugin_id: "langgenius/openai",
      model_provider: "langgenius/openai/openai",
      model: "gpt-4o",
      credential_ref: { type: "provider" },
      model_settings: { temperature: 0.2, stop: ["END"], max_tokens: null }
    },
    app_features: {},
    app_variables: [],
    misc_legacy: {}
  }

  it("keeps all its parts and refuses others", () => {
    expect(schemaProblems(AgentSoul, full)).toEqual([])
    expect(schemaProblems(AgentSoul, { ...full, soul: 1 })).toEqual([expect.stringMatching(/^soul: unknown key/)])
  })

  it("may leave out everything, but a model needs its provider and name", () => {
    expect(schemaProblems(AgentSoul, {})).toEqual([])
    expect(schemaProblems(AgentSoul, { model: { model: "gpt-4o" } })).toHaveLength(1)
    expect(schemaProblems(AgentSoul, { model: { model_provider: "openai", model: "" } })).toHaveLength(1)
  })
})
