import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue } from "../value/file_value.ts"
import type { Value } from "../value/value.ts"
import { tryNode, tryResult } from "./_try_node.ts"
import { datasource } from "./datasource.ts"

const data = { type: "datasource", plugin_id: "p", provider_name: "file", provider_type: "local_file" }
const system = (type: Value, info: Value) => ({ sys: { datasource_type: type, datasource_info: info } })
const mapping = { transfer_method: "remote_url", url: "https://example.com/a.pdf" }

describe("a data source", () => {
  it("gives the file it was given, from the system variables or the inputs of the run", () => {
    for (const scopes of [system("local_file", mapping), { node: { datasource_info: { file: mapping } } }]) {
      const { outputs, metadata } = tryResult(datasource, data, scopes)
      assert.instanceOf(outputs.file, FileValue)
      assert.strictEqual(outputs.datasource_type, "local_file")
      assert.isDefined(metadata?.datasource_info)
    }
  })

  it("gives the pages of a website as they are", () => {
    const page = { title: "Home", content: "Welcome", source_url: "https://example.com" }
    expect(tryResult(datasource, data, system("website_crawl", page)).outputs).toEqual({
      ...page,
      datasource_type: "website_crawl",
      "sys.datasource_type": "website_crawl",
      "sys.datasource_info": page
    })
  })

  it.each([
    [{ ...data, provider_type: "" }, {}, "datasource_input_invalid", "Datasource type is not set"],
    [data, {}, "datasource_input_invalid", "Datasource info is not set"],
    [data, system("local_file", "text"), "datasource_input_invalid", "Invalid datasource info format"],
    [data, system("local_file", {}), "datasource_input_invalid", "Failed to invoke datasource: File is not exist"],
    [
      data,
      system("online_document", { id: "1" }),
      "datasource_not_connected",
      "Failed to invoke datasource: Unsupported datasource provider: online_document"
    ]
  ])("fails in Dify's words: %j %j", (config, scopes, code, message) => {
    expect(tryNode(datasource, config, scopes)).toMatchObject({ error: { code, message } })
  })

  it("hostile: a file mapping never reads a path of this machine", () => {
    for (const info of [
      { transfer_method: "local_file", path: "/etc/passwd" },
      { transfer_method: "remote_url", url: "file:///etc/passwd" }
    ]) {
      expect(tryNode(datasource, data, system("local_file", info))).toMatchObject({
        error: { code: "datasource_input_invalid" }
      })
    }
  })
})
