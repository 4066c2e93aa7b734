import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { publishedApp } from "./fixtures/published_app.ts"
import { json, killServers, startServer } from "./fixtures/server_process.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass exact "))
afterAll(async () => {
  await killServers()
  rmSync(folder, { recursive: true })
})

const big = "12345678901234567890"

/** Ends with a number beyond 2^53, and has it in its file, too. */
const app = (name: string): string => `{
  "app": {"mode": "workflow", "name": "${name}"},
  "workflow": {
    "graph": {
      "nodes": [
        {"id": "start", "position": {"x": 1, "y": ${big}}, "data": {"type": "start", "title": "Start", "variables": [
          {"variable": "n", "label": "n", "type": "number", "default": ${big}}
        ]}},
        {"id": "end", "data": {"type": "end", "title": "End", "outputs": [{"variable": "n", "value_selector": ["start", "n"]}]}}
      ],
      "edges": [{"source": "start", "target": "end"}]
    },
    "environment_variables": [{"name": "e", "value_type": "number", "value": -${big}}]
  }
}`

describe("integers that JavaScript has no number for, through --server", () => {
  it("are shown and written with every digit, as without it", { timeout: 120_000 }, async () => {
    const server = await startServer(folder)
    const said = async (...args: ReadonlyArray<string>) => {
      const { status, stdout, stderr } = await runCommand(args, { cwd: folder })
      expect({ status, stderr }, args.join(" ")).toEqual({ status: 0, stderr: "" })
      return stdout
    }
    const run = await publishedApp(server, { name: "Exact", text: app("Exact") }, { cwd: folder })
    await run()
    const reset = JSON.stringify(await json(["accounts", "reset", "ann@example.test"], { cwd: folder }))
    const password = /"password":"([^"]+)"/.exec(reset)?.[1] ?? ""
    const env = { FLOWGLASS_EMAIL: "ann@example.test", FLOWGLASS_PASSWORD: password }
    const there = async (...args: ReadonlyArray<string>) => {
      const { status, stdout, stderr } = await runCommand([...args, "--server", server.address], { cwd: folder, env })
      expect({ status, stderr }, args.join(" ")).toEqual({ status: 0, stderr: "" })
      return stdout
    }

    const shown: ReadonlyArray<ReadonlyArray<string>> = [
      ["runs", "show", "last"],
      ["inspect", "last"],
      ["inspect", "last", "--json"],
      ["inspect", "last", "end"],
      ["inspect", "last", "end", "n"],
      ["inspect", "last", "--follow", "--format", "ndjson"]
    ]
    for (const args of shown) {
      const answer = await there(...args)
      expect(answer, args.join(" ")).toContain(big)
      if (!args.includes("--follow")) expect(answer, args.join(" ")).toBe(await said(...args))
    }
    expect(await there("runs", "show", "last", "--json")).toContain(`"n": ${big}`)
    const exported = await said("apps", "export", "Exact")
    expect(exported).toContain(`value: -${big}`)
    expect(await there("apps", "export", "Exact")).toBe(exported)

    writeFileSync(join(folder, "exported.yml"), exported)
    await there("apps", "import", "exported.yml", "--name", "Again")
    expect((await said("apps", "export", "Again")).replace("name: Again", "name: Exact")).toBe(exported)
    server.child.kill("SIGINT")
    await server.outcome
  })
})
