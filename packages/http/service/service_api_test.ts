import { describe, expect, it } from "@effect/vitest"
import { OpenApi } from "effect/http-api"
import { runRefusals } from "../run/run_refusals.ts"
import { ServiceApi } from "./service_api.ts"

describe("the description of the service API", () => {
  const { paths } = OpenApi.fromApi(ServiceApi)

  it("has every route under /v1", () => {
    expect(Object.keys(paths).toSorted()).toEqual([
      "/v1",
      "/v1/form/human_input/{form_token}",
      "/v1/info",
      "/v1/meta",
      "/v1/parameters",
      "/v1/site",
      "/v1/workflow/{workflow_run_id}/events",
      "/v1/workflows/run",
      "/v1/workflows/run/{workflow_run_id}",
      "/v1/workflows/tasks/{task_id}/stop",
      "/v1/workflows/{workflow_id}/run"
    ])
  })

  it("names both forms of a run, and every code that keeps one from starting", () => {
    const responses = paths["/v1/workflows/run"]?.post?.responses
    const ok = responses?.[200]
    expect(ok !== undefined && "content" in ok ? Object.keys(ok.content ?? {}).toSorted() : []).toEqual([
      "application/json",
      "text/event-stream"
    ])
    const described = JSON.stringify(OpenApi.fromApi(ServiceApi))
    for (const { declaration } of runRefusals) expect(described).toContain(`"${declaration.code}"`)
  })
})
