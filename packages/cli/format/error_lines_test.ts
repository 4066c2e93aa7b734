import { describe, expect, it } from "@effect/vitest"
import { DslInvalid, InputRequired, PreflightFailed, withHint } from "@flowglass/core"
import { withSource } from "../error/error_source.ts"
import { OptionUnknown } from "../error/usage_errors.ts"
import { errorJson } from "./error_json.ts"
import { errorLines } from "./error_lines.ts"
import { makeStyle } from "./style.ts"

const plain = makeStyle(false)
const problem = {
  code: "node_config_invalid",
  severity: "error",
  message: "bad",
  pointer: "/x",
  line: 12,
  column: 5,
  fix: "Correct it."
}

describe("errors for people", () => {
  it("say code, message and what to do", () => {
    expect(errorLines(new InputRequired({ message: "name is required" }), plain)).toEqual([
      "error input_required: name is required",
      `fix: ${InputRequired.declaration.remedy}`
    ])
  })

  it("say what was meant", () => {
    const error = withHint(new InputRequired({ message: "no" }), "did you mean x?")
    expect(errorLines(error, plain)[1]).toBe("hint: did you mean x?")
    const usage = withHint(new OptionUnknown({ message: "no" }), "did you mean x?")
    expect(errorLines(usage, plain)).toEqual(["error option_unknown: no", "hint: did you mean x?"])
  })

  it("list all problems of a file with their places", () => {
    const warning = { ...problem, severity: "warning", line: 3 }
    const error = new DslInvalid({ message: "2 problems:\nx\ny", params: { problems: [problem, warning] } })
    expect(errorLines(withSource("my greet.yml")(error), plain)).toEqual([
      "my greet.yml:12:5 error node_config_invalid bad",
      "  fix: Correct it.",
      "my greet.yml:3:5 warning node_config_invalid bad",
      "  fix: Correct it."
    ])
  })

  it("give no place in what was never text", () => {
    const error = new DslInvalid({ message: "bad", params: { problems: [{ ...problem, line: 0, column: 0 }] } })
    expect(errorLines(withSource("draft")(error), plain)[0]).toBe("draft error node_config_invalid bad")
  })

  it("list what is missing for each node", () => {
    const missing = { node_id: "ask", code: "tool_not_mapped", message: "no tool" }
    const error = new PreflightFailed({ message: "2 things", params: { problems: [missing, missing] } })
    expect(errorLines(error, plain).slice(0, 2)).toEqual([
      "error preflight_failed: 2 things",
      "ask error tool_not_mapped no tool"
    ])
  })

  it("cannot steer a terminal, whatever is in message, hint, file and params", () => {
    const attack = "\u001b[2J\u009b31m\rx\n\u202eforged"
    const texts = { ...problem, message: attack, fix: attack, code: attack }
    const errors = [
      withHint(new InputRequired({ message: attack }), attack),
      withSource(attack)(new DslInvalid({ message: attack, params: { problems: [texts, texts] } })),
      new PreflightFailed({ message: attack, params: { problems: [{ ...texts, node_id: attack }] } })
    ]
    for (const error of errors) {
      // oxlint-disable-next-line no-control-regex
      for (const line of errorLines(error, plain)) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
      // oxlint-disable-next-line no-control-regex
      expect(errorJson(error)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    }
  })
})

describe("errors for programs", () => {
  it("are one line with the body that HTTP answers", () => {
    const error = new InputRequired({ message: "a\nb" })
    expect(errorJson(error)).toBe('{"code":"input_required","message":"a\\nb","status":400}')
  })

  it("carry params and hint", () => {
    const error = withHint(new InputRequired({ message: "a", params: { variable: "x" } }), "try y")
    expect(JSON.parse(errorJson(error))).toEqual({
      code: "input_required",
      message: "a",
      status: 400,
      params: { variable: "x" },
      hint: "try y"
    })
  })
})
