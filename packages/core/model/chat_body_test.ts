import { assert, describe, it } from "@effect/vitest"
import { chatBody } from "./_chat_body.ts"
import type { ModelRequest } from "./model_request.ts"

const body = (given: Partial<ModelRequest>) =>
  JSON.parse(
    chatBody(
      {
        provider: "openai",
        name: "gpt-4o",
        mode: "chat",
        messages: [{ role: "user", content: "hi" }],
        parameters: {},
        idempotencyKey: "1",
        ...given
      },
      "served"
    )
  )

describe("the body of a chat completion", () => {
  it("Dify's word for the response format becomes the API's object", () => {
    assert.deepStrictEqual(body({ parameters: { response_format: "JSON" } }).response_format, { type: "json_object" })
    assert.deepStrictEqual(body({ parameters: { response_format: "text" } }).response_format, { type: "text" })
    const schema = { response_format: "json_schema", json_schema: '{"type": "object"}' }
    assert.deepStrictEqual(body({ parameters: schema }), {
      ...body({}),
      response_format: { type: "json_schema", json_schema: { name: "llm_response", schema: { type: "object" } } }
    })
    const named = { response_format: "json_schema", json_schema: '{"name": "n", "schema": {}}' }
    assert.deepStrictEqual(body({ parameters: named }).response_format.json_schema, { name: "n", schema: {} })
  })

  it("the format of the request wins over the parameter", () => {
    const made = body({
      parameters: { response_format: "text" },
      responseFormat: { kind: "json_schema", name: "n", schema: { type: "object" } }
    })
    assert.deepStrictEqual(made.response_format, {
      type: "json_schema",
      json_schema: { name: "n", schema: { type: "object" } }
    })
  })

  it("only OpenAI's reasoning models get max_completion_tokens", () => {
    const parameters = { max_tokens: 5 }
    assert.strictEqual(body({ name: "o3-mini", parameters }).max_completion_tokens, 5)
    assert.strictEqual(body({ name: "gpt-4o", parameters }).max_tokens, 5)
    assert.strictEqual(body({ name: "o3-mini", provider: "openrouter", parameters }).max_tokens, 5)
  })

  it("tool calls and their answers, sound, films and documents have their form", () => {
    const { messages } = body({
      messages: [
        { role: "assistant", content: "", toolCalls: [{ id: "1", name: "look", arguments: "{}" }] },
        { role: "tool", content: "seen", toolCallId: "1" },
        {
          role: "user",
          content: [
            { kind: "audio", url: "data:audio/mpeg;base64,AA==", mimeType: "audio/mpeg" },
            { kind: "video", url: "https://a.test/b.mp4" },
            { kind: "document", url: "data:application/pdf;base64,AA==", filename: "b.pdf" },
            { kind: "image", url: "https://a.test/b.png" }
          ]
        }
      ]
    })
    assert.deepStrictEqual(messages, [
      {
        role: "assistant",
        content: "",
        tool_calls: [{ id: "1", type: "function", function: { name: "look", arguments: "{}" } }]
      },
      { role: "tool", content: "seen", tool_call_id: "1" },
      {
        role: "user",
        content: [
          { type: "input_audio", input_audio: { data: "AA==", format: "mp3" } },
          { type: "video_url", video_url: { url: "https://a.test/b.mp4" } },
          { type: "file", file: { filename: "b.pdf", file_data: "data:application/pdf;base64,AA==" } },
          { type: "image_url", image_url: { url: "https://a.test/b.png" } }
        ]
      }
    ])
  })

  it("hostile parameters replace nothing of the request", () => {
    const parameters = JSON.parse(
      '{"__proto__": {"model": "evil"}, "model": "evil", "messages": [], "tools": [], "stream_options": {}, "tool_choice": "x", "nothing": null}'
    )
    const made = body({ parameters })
    assert.strictEqual(made.model, "served")
    assert.deepStrictEqual(Object.keys(made), ["__proto__", "model", "messages", "stream", "stream_options"])
  })
})
