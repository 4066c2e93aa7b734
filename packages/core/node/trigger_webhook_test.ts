import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue } from "../value/file_value.ts"
import { bindNode, tryResult } from "./_try_node.ts"
import { triggerWebhook } from "./trigger_webhook.ts"

const data = {
  type: "trigger-webhook",
  title: "Hook",
  method: "POST",
  content_type: "application/json",
  headers: [{ name: "X-Api-Source" }, { name: "Missing", required: true }],
  params: [{ name: "page", type: "number" }, { name: "gone" }],
  body: [
    { name: "title", type: "string" },
    { name: "tags", type: "array[string]" },
    { name: "document", type: "file" }
  ]
}
const file = new FileValue({ type: "document", transfer_method: "tool_file", reference: "f1", filename: "a.txt" })

const outputsOf = (request: object, more: object = {}, wrapped = true) => {
  const given = wrapped ? { webhook_data: request } : request
  const { outputs } = tryResult(triggerWebhook, { ...data, ...more }, { node: { ...given } })
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== "_webhook_raw"))
}

describe("a webhook trigger", () => {
  it("case 31: gives what its config names; headers in any case and with _ for -, null for what is not there", () => {
    const request = {
      method: "POST",
      headers: { x_api_source: "shop" },
      query_params: { page: 2, extra: 1 },
      body: { title: "Tea", tags: ["a"] },
      files: { document: file }
    }
    const expected = {
      X_Api_Source: "shop",
      Missing: null,
      page: 2,
      gone: null,
      title: "Tea",
      tags: ["a"],
      document: file
    }
    expect(outputsOf(request)).toEqual(expected)
    // A host that has no envelope gives the request itself.
    expect(outputsOf(request, {}, false)).toEqual(expected)
    const { outputs } = tryResult(triggerWebhook, data, { node: { webhook_data: request }, sys: { user_id: "u" } })
    assert.deepStrictEqual(outputs._webhook_raw, request)
    assert.strictEqual(outputs["sys.user_id"], "u")
  })

  it("case 31: a file entry that is no file stands for all files", () => {
    expect(outputsOf({ files: { other: file } }).document).toEqual({ other: file })
    expect(outputsOf({}).document).toEqual({})
  })

  it("gives a plain text under every name, and the file of a raw body", () => {
    const text = outputsOf({ body: { raw: "hello" } }, { content_type: "text/plain" })
    expect([text.title, text.tags]).toEqual(["hello", "hello"])
    const raw = outputsOf({ body: { raw: file } }, { content_type: "application/octet-stream" })
    expect(raw.document).toBe(file)
  })

  it("declares an output for each of them", () => {
    expect(bindNode(triggerWebhook, data).outputs.map(({ name, type, item }) => [name, type, item])).toEqual([
      ["X_Api_Source", "string", undefined],
      ["Missing", "string", undefined],
      ["page", "number", undefined],
      ["gone", "string", undefined],
      ["title", "string", undefined],
      ["tags", "array", "string"],
      ["document", "file", undefined],
      ["_webhook_raw", "object", undefined]
    ])
  })

  it.each([
    [{ headers: [{ name: "a", type: "number" }] }, "Unsupported webhook header parameter type: number"],
    [{ params: [{ name: "a", type: "object" }] }, "Unsupported webhook query parameter type: object"],
    [{ body: [{ name: "a", type: "date" }] }, "Unsupported webhook body parameter type: date"],
    [{ method: "trace" }, "it is one of get, post"],
    [{ content_type: "text/html" }, "text/plain"]
  ])("refuses %j", (more, problem) => {
    expect(String(triggerWebhook.decode({ ...data, ...more }))).toContain(problem)
  })

  it("takes Dify's defaults for everything that is not given", () => {
    expect(triggerWebhook.decode({ type: "trigger-webhook" })._tag).toBe("Success")
  })

  it("hostile: names such as __proto__ are data, and requests of any shape are read", () => {
    const hostile = JSON.parse('{"headers": {"__proto__": "x"}, "body": {"__proto__": {"polluted": 1}}}')
    const own = { headers: [{ name: "__proto__" }], params: [], body: [{ name: "constructor", type: "string" }] }
    const { outputs } = tryResult(triggerWebhook, { ...data, ...own }, { node: { webhook_data: hostile } })
    assert.isNull(outputs.constructor)
    assert.isFalse("polluted" in {})
    for (const request of [{ headers: 5, body: [], query_params: null, files: "x" }, {}]) {
      expect(outputsOf(request).title).toBeNull()
    }
  })
})
