import { describe, expect, it } from "@effect/vitest"
import { typedAdvice, typedLines } from "./format/typed_advice.ts"
import { commandNameOf } from "./started_by.ts"

describe("the name of the command", () => {
  it.each([
    ["file:///usr/lib/node_modules/flowglass/main.js", undefined, "flowglass"],
    ["file:///usr/lib/node_modules/flowglass/main.js", "run-script", "flowglass"],
    ["file:///home/a/app/node_modules/flowglass/main.js", "exec", "npx flowglass"],
    ["file:///home/a/flowglass/packages/cli/main.ts", undefined, "npx flowglass"]
  ])("of %s started by %s is %s", (module, npmCommand, name) => {
    expect(commandNameOf({ module, npmCommand })).toBe(name)
  })

  it("stands in advice, and nowhere twice", () => {
    const terms = { command: "npx flowglass", verb: "run" }
    expect(typedAdvice("`flowglass VERB --help` or npx flowglass errors; flowglass is @x/flowglass a", terms)).toBe(
      "`npx flowglass run --help` or npx flowglass errors; npx flowglass is @x/flowglass a"
    )
    expect(typedLines(["error x: flowglass run", "fix: flowglass run"], terms)).toEqual([
      "error x: flowglass run",
      "fix: npx flowglass run"
    ])
  })
})
