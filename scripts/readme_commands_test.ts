import { describe, expect, it } from "@effect/vitest"
import { commandBlocks } from "./readme_commands.mjs"

const text = (...lines: ReadonlyArray<string>) => lines.join("\n")

describe("commandBlocks", () => {
  it("takes sh blocks in order, with line and text", () => {
    const readme = text(
      "# Title",
      "```sh",
      "npm ci",
      "npm test",
      "```",
      "```ts",
      "a()",
      "```",
      "  ```sh",
      "  echo 'b'",
      "  ```"
    )
    expect(commandBlocks(readme)).toEqual([
      { line: 2, commands: "npm ci\nnpm test", background: false },
      { line: 9, commands: "echo 'b'", background: false }
    ])
  })

  it("skips no-ci and marks background", () => {
    const readme = text(
      "```sh no-ci",
      "rm -rf /",
      "```",
      "```sh background",
      "npm start",
      "```",
      "```shell",
      "c",
      "```"
    )
    expect(commandBlocks(readme)).toEqual([{ line: 4, commands: "npm start", background: true }])
  })

  it("does not run commands that a longer fence only shows", () => {
    expect(commandBlocks(text("````md", "```sh", "rm -rf /", "```", "````"))).toEqual([])
  })

  it("reads files with CRLF", () => {
    expect(commandBlocks("```sh\r\nnpm ci\r\n```\r\n")).toEqual([{ line: 1, commands: "npm ci", background: false }])
  })

  it.each([
    ["a fence that never ends, which would hide the rest", ["```sh", "npm ci"], "line 1: this block never ends"],
    [
      "a misspelt flag, which would run a server in the foreground",
      ["", "```sh backgruond", "```"],
      'line 2: "backgruond"'
    ],
    [
      "a prompt, which bash takes for a command",
      ["```sh", "$ npm ci", "```"],
      "line 1: commands stand without a prompt"
    ]
  ])("refuses %s", (_, lines, message) => {
    expect(() => commandBlocks(text(...lines))).toThrow(message)
  })
})
