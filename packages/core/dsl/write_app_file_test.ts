import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readAppFile } from "./read_app_file.ts"
import { writeAppFile } from "./write_app_file.ts"

const packages = join(import.meta.dirname, "../..")
const files = globSync("{cli/demo,cli/fixtures,../examples}/*.yml", { cwd: packages })

const variables = `
app: {name: Greeter, mode: workflow, icon: "🤖", icon_type: emoji, icon_background: "#FFEAD5", description: "a: b"}
workflow:
  graph:
    nodes:
    - {id: t, data: {type: tool, credential_id: "11", tool_parameters: {a: {credential_id: x, b: 1}}}}
    - {id: c, data: {type: code, credential_id: kept}}
    edges: []
  environment_variables:
  - {name: KEY, value_type: secret, value: sk-canary, id: "1"}
  - {name: URL, value_type: string, value: "http://localhost"}
`

describe("writeAppFile", () => {
  it.effect("an app is exported, imported and exported again as the same bytes", () =>
    Effect.gen(function* () {
      assert.isAbove(files.length, 3)
      let count = 0
      for (const file of files) {
        const read = yield* Effect.option(readAppFile(readFileSync(join(packages, file), "utf8"), "x"))
        if (read._tag === "None") continue
        count++
        const first = writeAppFile(read.value, read.value.content, { includeSecrets: true })
        const again = yield* readAppFile(first, "y")
        assert.deepStrictEqual(again, read.value, file)
        assert.strictEqual(writeAppFile(again, again.content, { includeSecrets: true }), first, file)
      }
      assert.isAbove(count, 3)
    })
  )

  it.effect("secrets and credentials are in it only when asked for", () =>
    Effect.gen(function* () {
      const app = yield* readAppFile(variables, "x")
      const shared = writeAppFile(app, app.content)
      assert.notInclude(shared, "sk-canary")
      assert.deepStrictEqual(shared.match(/credential_id: \S+/g), ["credential_id: kept"])
      const imported = yield* readAppFile(shared, "y")
      assert.deepStrictEqual(
        imported.content.environmentVariables.map(({ name, value }) => [name, value]),
        [
          ["KEY", ""],
          ["URL", "http://localhost"]
        ]
      )
      assert.strictEqual(imported.icon, "🤖")
      assert.strictEqual(writeAppFile(imported, imported.content), shared)
      const whole = writeAppFile(app, app.content, { includeSecrets: true })
      assert.deepStrictEqual(yield* readAppFile(whole, "y"), app)
    })
  )
})
