import { describe, expect, it } from "@effect/vitest"
import { catalogue } from "../../packages/cli/error/catalogue.ts"
import { families } from "../../packages/core/error/family.ts"
import { errorCodes, inspectorCodes } from "./error_codes.ts"

const codesIn = (text: string) =>
  [...text.matchAll(/^\| `([a-z_]+)` \| \d{3} \| .+\. \| .+\. \|$/gm)].map(([, code]) => code)

describe("errorCodes", () => {
  it("lists every code once, under its family", () => {
    const text = errorCodes()
    expect(codesIn(text).toSorted()).toEqual(catalogue.map(({ declaration }) => declaration.code).toSorted())
    for (const part of text.split(/^## /m).slice(1)) {
      const family = part.split("\n", 1)[0]
      const expected = catalogue.filter(({ declaration }) => declaration.family === family)
      expect(codesIn(part)).toEqual(expected.map(({ declaration }) => declaration.code))
    }
  })

  it("says the exit code of every family", () => {
    const exitCodes = [...errorCodes().matchAll(/Exit code (\d+)\.$/gm)].map(([, code]) => Number(code))
    expect(exitCodes).toEqual(Object.values(families).map(({ exitCode }) => exitCode))
  })
})

describe("inspectorCodes", () => {
  it("lists the four codes of the Inspector", () => {
    expect(codesIn(inspectorCodes())).toEqual([
      "workflow_run_not_found",
      "published_run_inspector_not_implemented",
      "node_not_in_workflow_run",
      "node_output_not_declared"
    ])
  })
})
