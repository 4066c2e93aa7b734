import { execFileSync } from "node:child_process"
import { describe, expect, it } from "@effect/vitest"
import type { PausedForm } from "@flowglass/core"
import { formLines, resumeCommandText } from "./form_lines.ts"
import { makeStyle } from "./style.ts"

const form = (change: Partial<PausedForm> = {}): PausedForm => ({
  TYPE: "human_input_required",
  form_id: "f",
  node_id: "ask",
  node_title: "Ask",
  execution: "root/ask",
  form_content: "Send it?",
  inputs: [{ type: "paragraph", output_variable_name: "note", default: null }],
  actions: [{ id: "send", title: "Send", button_style: "default" }],
  display_in_ui: true,
  resolved_default_values: {},
  expiration_time: 1_700_000_000,
  ...change
})

const terms = { command: "flowglass", run: "01a20860-0000" }
const lines = (...forms: ReadonlyArray<PausedForm>) => formLines(forms, terms, makeStyle(false))

describe("formLines", () => {
  it("shows what is asked, until when, and the command to go on with", () => {
    expect(lines(form())).toEqual([
      "  ask  Ask  until 2023-11-14 22:13:20Z",
      "    Send it?",
      "    field   note  text",
      "    action  send  Send",
      `  go on  flowglass resume 01a20860-0000 --action send --inputs '{"note":""}'`
    ])
  })

  it("names the node where several wait, and its place where it waits in several rounds", () => {
    const commands = (...forms: ReadonlyArray<PausedForm>) => lines(...forms).filter((line) => line.includes("go on"))
    expect(commands(form(), form({ node_id: "other" }))[1]).toContain("--node other --action")
    const round = form({ execution: "root/it[1]/ask" })
    expect(commands(form({ execution: "root/it[0]/ask" }), round)[1]).toContain("--node 'root/it[1]/ask' --action")
  })

  it("hostile: whatever fields and options are called, a shell reads the command as one answer", () => {
    const names = ["it's", "$(rm -rf /)", "`id`", 'a"b', "__proto__", "\\"]
    const inputs = names.map((output_variable_name) => ({
      type: "paragraph" as const,
      output_variable_name,
      default: null
    }))
    const text = resumeCommandText(form({ inputs }), { ...terms, command: "printf '%s\\n'" }, "a b")
    const words = execFileSync("sh", ["-c", text], { encoding: "utf8" }).split("\n")
    expect(words.slice(0, 7)).toEqual(["resume", terms.run, "--node", "a b", "--action", "send", "--inputs"])
    expect(Object.keys(JSON.parse(words[7] ?? ""))).toEqual(names)
  })

  it("hostile: a form cannot steer the terminal, is not endless, and may lie about its time", () => {
    const shown = lines(
      form({ form_content: `\u001b[31mred\u0007${"\nline".repeat(1000)}`, node_title: "a\u001b[2J\nb" }),
      form({ expiration_time: 1e300 }),
      form({ expiration_time: -1e300 })
    ).join("\n")
    // oxlint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(shown.split("\n").length).toBeLessThan(60)
  })
})
