import { describe, expect, it } from "@effect/vitest"
import { hintOf } from "@flowglass/core/error"
import {
  DuplicateOption,
  InvalidValue,
  MissingArgument,
  MissingOption,
  UnexpectedArgument,
  UnknownSubcommand,
  UnrecognizedOption
} from "effect/cli/CliError"
import { usageErrorOf } from "./usage_error_of.ts"

describe("usage errors", () => {
  it.each([
    [
      new UnrecognizedOption({ option: "--inptus", suggestions: ["--inputs"] }),
      "option_unknown",
      "did you mean --inputs?"
    ],
    [new UnknownSubcommand({ subcommand: "rnu", suggestions: ["run"] }), "verb_unknown", "did you mean run?"],
    [new MissingOption({ option: "x" }), "argument_missing", "flowglass run --help shows how it is used"],
    [new MissingArgument({ argument: "file" }), "argument_missing", "flowglass run --help shows how it is used"],
    [new UnexpectedArgument({ arguments: ["b"] }), "argument_unexpected", "flowglass run --help shows how it is used"],
    [
      new InvalidValue({ option: "format", value: "xml", expected: "text", kind: "flag" }),
      "argument_invalid",
      "flowglass run --help shows how it is used"
    ],
    [
      new InvalidValue({ option: "format", value: "", expected: "text", kind: "flag" }),
      "argument_missing",
      "flowglass run --help shows how it is used"
    ]
  ])("%s becomes a declared error with advice", (error, code, hint) => {
    const declared = usageErrorOf(error, "flowglass run")
    expect(declared?.code).toBe(code)
    expect(hintOf(declared)).toBe(hint)
  })

  it("a mistake in our own commands is no usage error", () => {
    const error = new DuplicateOption({ option: "x", parentCommand: "a", childCommand: "b" })
    expect(usageErrorOf(error, "flowglass")).toBe(undefined)
  })
})
