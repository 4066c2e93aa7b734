import { describe, expect, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { FileValue } from "../../value/file_value.ts"
import { parseJson } from "../../value/parse_json.ts"
import type { Value } from "../../value/value.ts"
import { DeclaredOutput } from "./declared_output.ts"
import { type FileAccess, noFileAccess } from "./file_access.ts"
import { checkOutputs } from "./output_type_check.ts"

const outputs = (...declared: ReadonlyArray<object>) =>
  Schema.decodeUnknownSync(Schema.Array(DeclaredOutput))(declared.map((output) => ({ name: "out", ...output })))

const json = (text: string): Value => Result.getOrThrow(parseJson(text))

/** The result of one output whose payload is `{"out": ...}` in JSON. */
const reasonOf = (declared: object, value: string, access: FileAccess = noFileAccess): string | null | undefined =>
  checkOutputs(outputs(declared), json(`{"out": ${value}}`), access).results[0]?.reason

const reference = (content: string): string =>
  `dify-file-ref:${Buffer.from(content).toString("base64").replaceAll("+", "-").replaceAll("/", "_")}`

const ownId = "0b8f2f2e-6d5c-4a7e-9a42-3f1f6f2a1b3c"
const foreignId = "7c1d3a8e-0000-4000-8000-00000000beef"
const own = reference(`{"record_id":"${ownId}"}`)
const foreign = reference(`{"record_id":"${foreignId}","storage_key":"k"}`)

const file = new FileValue({ type: "document", transfer_method: "local_file", reference: own })

/** A tenant that has one uploaded file. */
const tenant: FileAccess = {
  tenantId: "t1",
  find: (method, id) => (method === "local_file" && id === ownId ? file : undefined)
}

describe("the type check", () => {
  const scalars: ReadonlyArray<readonly [string, string, string | null]> = [
    ["string", '"a"', null],
    ["string", "1", "expected string, got int"],
    ["string", "1.0", "expected string, got float"],
    ["string", "true", "expected string, got bool"],
    ["string", "{}", "expected string, got dict"],
    ["string", "[]", "expected string, got list"],
    ["string", "null", "expected string, got NoneType"],
    ["number", "1", null],
    ["number", "1.0", null],
    ["number", "1.5", null],
    ["number", "9007199254740993", null],
    ["number", "true", "expected number, got bool"],
    ["number", '"1"', "expected number, got str"],
    ["number", "null", "expected number, got NoneType"],
    ["boolean", "false", null],
    ["boolean", "0", "expected boolean, got int"],
    ["boolean", "null", "expected boolean, got NoneType"],
    ["object", "{}", null],
    ["object", "[]", "expected object, got list"],
    ["object", "null", "expected object, got NoneType"],
    ["array", "[]", null],
    ["array", "{}", "expected array, got dict"],
    ["array", "null", "expected array, got NoneType"],
    ["array", "[{}, 1, 2]", "items[1]: expected object, got int"]
  ]
  it.each(scalars)("%s takes %s: %s", (type, value, reason) => {
    expect(reasonOf({ type }, value)).toBe(reason)
  })

  const items: ReadonlyArray<readonly [string, string, string | null]> = [
    ["string", '["a", "b"]', null],
    ["string", '["a", null]', "items[1]: expected string, got NoneType"],
    ["number", "[1, true]", "items[1]: expected number, got bool"],
    ["boolean", "[true, 1.5]", "items[1]: expected boolean, got float"],
    ["object", "[[]]", "items[0]: expected object, got list"],
    ["file", '["x"]', "items[0]: expected canonical file mapping object, got str"],
    ["file", '[{"transfer_method": "remote_url", "url": "https://a.test/x"}]', null]
  ]
  it.each(items)("an array of %s takes %s: %s", (type, value, reason) => {
    expect(reasonOf({ type: "array", array_item: { type } }, value)).toBe(reason)
  })

  const files: ReadonlyArray<readonly [string, string | null]> = [
    ['{"transfer_method": "remote_url", "url": "https://a.test/x.pdf"}', null],
    [`{"transfer_method": "local_file", "reference": "${own}"}`, null],
    ['"https://a.test/x.pdf"', "expected canonical file mapping object, got str"],
    ["null", "expected canonical file mapping object, got NoneType"],
    ["[]", "expected canonical file mapping object, got list"],
    ["{}", "file mapping missing transfer_method"],
    ['{"transfer_method": 1}', "file mapping missing transfer_method"],
    ['{"transfer_method": "ftp"}', "unsupported file transfer_method 'ftp'"],
    [
      '{"transfer_method": "remote_url"}',
      "remote_url file mapping must contain exactly ['transfer_method', 'url'] (missing ['url'])"
    ],
    [
      `{"transfer_method": "tool_file", "url": "x"}`,
      "tool_file file mapping must contain exactly ['reference', 'transfer_method'] (missing ['reference']; unexpected ['url'])"
    ],
    [
      `{"transfer_method": "local_file", "reference": "${own}", "name": "x", "id": 1}`,
      "local_file file mapping must contain exactly ['reference', 'transfer_method'] (unexpected ['id', 'name'])"
    ],
    ['{"transfer_method": "remote_url", "url": ""}', "remote_url file mapping missing url"],
    ['{"transfer_method": "datasource_file", "reference": null}', "datasource_file file mapping missing reference"],
    [
      `{"transfer_method": "local_file", "reference": "${ownId}"}`,
      "local_file file mapping has invalid canonical reference"
    ],
    [
      '{"transfer_method": "local_file", "reference": "dify-file-ref:%%%"}',
      "local_file file mapping has invalid canonical reference"
    ],
    [
      `{"transfer_method": "local_file", "reference": "${foreign}"}`,
      `file reference '${foreign}' is not accessible to tenant 't1'`
    ],
    [
      `{"transfer_method": "tool_file", "reference": "${own}"}`,
      `file reference '${own}' is not accessible to tenant 't1'`
    ]
  ]
  it.each(files)("a file takes %s: %s", (value, reason) => {
    expect(reasonOf({ type: "file" }, value, tenant)).toBe(reason)
  })

  it("says what is missing, and lets optional outputs be missing", () => {
    const check = checkOutputs(
      outputs({ name: "a", type: "string" }, { name: "b", type: "number", required: false }),
      json("{}"),
      noFileAccess
    )
    expect(check).toEqual({
      passed: false,
      results: [
        {
          name: "a",
          type: "string",
          status: "type_check_failed",
          reason: "Required output 'a' is missing from backend payload."
        },
        { name: "b", type: "number", status: "not_produced", reason: null }
      ]
    })
  })

  it.each(["[]", '"text"', "1", "null"])("fails every output, optional ones too, for the payload %s", (payload) => {
    const check = checkOutputs(
      outputs({ name: "a", type: "string" }, { name: "b", type: "number", required: false }),
      json(payload),
      noFileAccess
    )
    const failed = { status: "type_check_failed", reason: "Backend output is not a JSON object." }
    expect(check).toMatchObject({ passed: false, results: [failed, failed] })
  })
})

describe("hostile payloads", () => {
  it("an inherited name is missing, not produced", () => {
    const check = checkOutputs(
      outputs({ name: "toString", type: "string" }, { name: "__proto__", type: "object" }),
      {},
      noFileAccess
    )
    expect(check.results.map(({ status }) => status)).toEqual(["type_check_failed", "type_check_failed"])
  })

  it("an output named __proto__ is an output like any other", () => {
    const check = checkOutputs(
      outputs({ name: "__proto__", type: "object" }),
      json('{"__proto__": {"a": 1}}'),
      noFileAccess
    )
    expect(check.results[0]?.status).toBe("ready")
  })

  it("a file of another tenant is not accessible, whoever asks for it", () => {
    const mapping = `{"transfer_method": "local_file", "reference": "${foreign}"}`
    expect(reasonOf({ type: "file" }, mapping, noFileAccess)).toBe(
      `file reference '${foreign}' is not accessible to tenant 'local'`
    )
  })

  it.each(['{"record_id":""}', '{"record_id":1}', "[]", "not json", '{"storage_key":"k"}'])(
    "a reference that holds %s is no canonical one",
    (content) => {
      const mapping = `{"transfer_method": "local_file", "reference": "${reference(content)}"}`
      expect(reasonOf({ type: "file" }, mapping, tenant)).toBe(
        "local_file file mapping has invalid canonical reference"
      )
    }
  )

  it("a record id that is no UUID is never looked up", () => {
    const asked: Array<string> = []
    const access: FileAccess = {
      tenantId: "t1",
      find: (_method, id) => {
        asked.push(id)
        return file
      }
    }
    const stolen = reference('{"record_id":"../../etc/passwd"}')
    const mapping = `{"transfer_method": "local_file", "reference": "${stolen}"}`
    expect(reasonOf({ type: "file" }, mapping, access)).toMatch(/is not accessible to tenant 't1'$/)
    expect(asked).toEqual([])
  })

  it.each(["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.test/x"])(
    "%s is no address of a remote file",
    (url) => {
      expect(reasonOf({ type: "file" }, JSON.stringify({ transfer_method: "remote_url", url }))).toBe(
        "Invalid file url"
      )
    }
  )

  it("a reason never carries a megabyte of what the model wrote", () => {
    const long = "x".repeat(1_000_000)
    const mappings = [
      { transfer_method: long },
      { transfer_method: "remote_url", url: "https://a.test", [long]: 1 },
      { transfer_method: "local_file", reference: `dify-file-ref:${long}` }
    ]
    for (const mapping of mappings) {
      expect(reasonOf({ type: "file" }, JSON.stringify(mapping))?.length).toBeLessThan(2000)
    }
  })
})
