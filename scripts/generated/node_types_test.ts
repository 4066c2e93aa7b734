import { describe, expect, it } from "@effect/vitest"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect } from "effect"
import { nodeTypes } from "./node_types.ts"

describe("nodeTypes", () => {
  it.live("lists every built-in type and version once, and says which only mocks answer for", () =>
    Effect.gen(function* () {
      const text = yield* nodeTypes
      const rows = [...text.matchAll(/^\| `(.+?)` \| (\d+) \| (.+?) \| (.+) \|$/gm)].map(([, type, version, here]) => ({
        name: `${type} ${version}`,
        here
      }))
      const expected = builtinNodes.map(({ description }) => `${description.type} ${description.version}`)
      expect(rows.map(({ name }) => name).toSorted()).toEqual(expected.toSorted())
      const here = (name: string) => rows.find((row) => row.name === name)?.here
      expect(["start 1", "llm 1", "tool 1", "knowledge-index 1"].map(here)).toEqual([
        "runs",
        "runs, with a key",
        "runs, with a function of the host",
        "mock only"
      ])
    })
  )

  it.live("names the types of Dify that are not here, and none that is", () =>
    Effect.gen(function* () {
      const text = yield* nodeTypes
      const missing = [...(text.split("\n\n")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, type]) => type)
      for (const { description } of builtinNodes) expect(missing).not.toContain(description.type)
    })
  )
})
