import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { FileValue } from "../../value/file_value.ts"
import { failureOf, llmData, messagesOf, resultOf, tryLlm } from "./_try_llm.ts"

const user = (...texts: ReadonlyArray<string>) => ({ prompt_template: texts.map((text) => ({ role: "user", text })) })

const cat = new FileValue({
  type: "image",
  transfer_method: "local_file",
  filename: "cat.png",
  mime_type: "image/png",
  bytes: new Uint8Array([1, 2, 3])
})
const dog = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/dog.jpg" })
const odd = new FileValue({
  type: "custom",
  transfer_method: "remote_url",
  remote_url: "https://a.test/x",
  filename: "x"
})
const stored = new FileValue({ type: "image", transfer_method: "local_file", reference: "1", filename: "s.png" })

const catPart = { kind: "image", url: "data:image/png;base64,AQID", detail: "high" }
const dogPart = { kind: "image", url: "https://a.test/dog.jpg", detail: "high" }

const vision = { vision: { enabled: true, configs: { variable_selector: ["sys", "files"] } } }
const memory = { memory: { window: { enabled: false }, query_prompt_template: "" } }

describe("messages of an llm node", () => {
  it.effect("empty texts are dropped; nothing left is NoPromptFoundError", () =>
    Effect.gen(function* () {
      expect(yield* messagesOf(llmData(user("", "{{#s.empty#}}", "x")), { s: { empty: "" } })).toEqual([
        { role: "user", content: "x" }
      ])
      const failure = failureOf(yield* tryLlm(llmData(user(""))))
      assert.strictEqual(failure.error.code, "prompt_empty")
      assert.strictEqual(failure.details.type, "NoPromptFoundError")
      assert.strictEqual(
        failure.error.message,
        "No prompt found in the LLM configuration. Please ensure a prompt is properly configured before proceeding."
      )
    })
  )

  it.effect("a missing variable is VariableNotFoundError; its value null is empty text", () =>
    Effect.gen(function* () {
      const data = llmData(user("{{#s.here#}}{{#s.gone#}}"))
      const failure = failureOf(yield* tryLlm(data, { s: { here: "1" } }))
      assert.strictEqual(failure.error.code, "prompt_variable_not_found")
      assert.strictEqual(failure.error.message, "Variable #s.gone# not found")
      assert.strictEqual(failure.details.type, "VariableNotFoundError")
      expect(yield* messagesOf(data, { s: { here: "1", gone: null } })).toEqual([{ role: "user", content: "1" }])
      const config = { prompt_config: { jinja2_variables: [{ variable: "j", value_selector: ["s", "gone"] }] } }
      const jinja = failureOf(yield* tryLlm(llmData(config)))
      assert.strictEqual(jinja.error.message, "Variable j not found")
    })
  )

  it.effect("memory adds the query last: its template, else what the user said", () =>
    Effect.gen(function* () {
      const asked = { sys: { query: "why?", files: [dog] } }
      expect(yield* messagesOf(llmData({ ...user("hi"), ...memory }), asked)).toEqual([
        { role: "user", content: "hi" },
        { role: "user", content: "why?" }
      ])
      const query_prompt_template = "Q: {{#sys.query#}}\n{{#sys.files#}}"
      const templated = { memory: { window: { enabled: true, size: 5 }, query_prompt_template } }
      expect(yield* messagesOf(llmData({ ...user("hi"), ...templated }), asked)).toEqual([
        { role: "user", content: "hi" },
        { role: "user", content: "Q: why?\n" },
        { role: "user", content: [dogPart] }
      ])
      expect(yield* messagesOf(llmData({ ...user("hi"), ...memory }))).toEqual([{ role: "user", content: "hi" }])
    })
  )

  it.effect("vision files come in front of the last user message, else into one of their own", () =>
    Effect.gen(function* () {
      const files = { sys: { files: [cat, odd] } }
      const unsupported = { kind: "text", text: "[Unsupported file type: x (custom)]" }
      expect(yield* messagesOf(llmData({ ...user("what?"), ...vision }), files)).toEqual([
        { role: "user", content: [catPart, unsupported, { kind: "text", text: "what?" }] }
      ])
      const system = { prompt_template: [{ role: "system", text: "look" }] }
      const trial = yield* tryLlm(llmData({ ...system, ...vision }), { sys: { files: cat } })
      expect(trial.requests[0]?.messages).toEqual([
        { role: "system", content: "look" },
        { role: "user", content: [catPart] }
      ])
      const { inputs, processData } = resultOf(trial)
      expect(inputs?.["#files#"]).toEqual([cat])
      expect(processData?.prompts).toEqual([
        { role: "system", text: "look", files: [] },
        {
          role: "user",
          text: "",
          files: [{ type: "image", data: "data:image...[TRUNCATED]...ase64,AQID", detail: "high" }]
        }
      ])
    })
  )

  it.effect("files inside a text become a message of parts; vision may be off for that", () =>
    Effect.gen(function* () {
      expect(yield* messagesOf(llmData(user("see {{#s.pet#}}!")), { s: { pet: [dog, odd] } })).toEqual([
        { role: "user", content: "see !" },
        { role: "user", content: [dogPart] }
      ])
      expect(yield* messagesOf(llmData(user("see {{#s.pet#}}")), { s: { pet: [] } })).toEqual([
        { role: "user", content: "see " }
      ])
    })
  )

  it.effect("a vision variable that holds no files, and a file without bytes or address, have their codes", () =>
    Effect.gen(function* () {
      for (const nothing of [null, [], ["mixed", cat]]) {
        expect(yield* messagesOf(llmData(vision), { sys: { files: nothing } })).toEqual([
          { role: "user", content: "hi" }
        ])
      }
      const text = failureOf(yield* tryLlm(llmData(vision), { sys: { files: "no file" } }))
      assert.strictEqual(text.error.code, "prompt_files_invalid")
      assert.strictEqual(text.details.type, "InvalidVariableTypeError")
      const unreadable = failureOf(yield* tryLlm(llmData(vision), { sys: { files: [stored] } }))
      assert.strictEqual(unreadable.error.code, "prompt_file_unavailable")
      assert.include(unreadable.error.message, "s.png")
    })
  )

  it.effect("completion models get one user message; histories are empty, #sys.query# is the query", () =>
    Effect.gen(function* () {
      const completion = {
        model: { provider: "p", name: "m", mode: "completion" },
        context: { enabled: true, variable_selector: ["k", "result"] },
        prompt_template: { text: "{{#context#}}|{{#histories#}}|{{#s.a#}}|#sys.query#|{{#sys.query#}}" }
      }
      const scopes = { k: { result: "facts" }, s: { a: "A" }, sys: { query: "$& why?" } }
      const trial = yield* tryLlm(llmData({ ...completion, ...memory }), scopes)
      expect(trial.requests[0]?.messages).toEqual([{ role: "user", content: "facts||A|$& why?|$& why?" }])
      expect(resultOf(trial).processData?.prompts).toEqual([{ role: "user", text: "facts||A|$& why?|$& why?" }])
    })
  )
})

describe("prompts in Jinja2", () => {
  it.effect("are rendered with the values of their variables, and fail with the place in the template", () =>
    Effect.gen(function* () {
      const jinja = {
        role: "user",
        edition_type: "jinja2",
        text: "",
        jinja2_text: "{% for n in list %}{{ n }};{% endfor %}"
      }
      const prompt_config = { jinja2_variables: [{ variable: "list", value_selector: ["s", "list"] }] }
      const data = llmData({ prompt_template: [jinja], prompt_config })
      const trial = yield* tryLlm(data, { s: { list: ["a", "b"] } })
      expect(trial.requests[0]?.messages).toEqual([{ role: "user", content: "a;b;" }])
      const broken = llmData({ prompt_template: [{ ...jinja, jinja2_text: "{{ list.x() }}" }], prompt_config })
      const failure = failureOf(yield* tryLlm(broken, { s: { list: [] } }))
      assert.match(failure.error.code, /^template_/)
      assert.include(failure.error.message, "line 1, column")
      const empty = [
        { ...jinja, jinja2_text: null },
        { role: "user", text: "x" }
      ]
      expect(yield* messagesOf(llmData({ prompt_template: empty }))).toEqual([{ role: "user", content: "x" }])
    })
  )
})

describe("hostile prompts", () => {
  it.effect("references inside context, query and variables are not resolved: no secret leaks by injection", () =>
    Effect.gen(function* () {
      const evil = "{{#env.key#}} {{#context#}} env.key"
      const data = llmData({
        ...user("{{#context#}} / {{#s.text#}}"),
        ...memory,
        context: { enabled: true, variable_selector: ["k", "result"] }
      })
      const scopes = { env: { key: "SECRET" }, k: { result: [evil] }, s: { text: evil }, sys: { query: evil } }
      expect(yield* messagesOf(data, scopes)).toEqual([
        { role: "user", content: `${evil} / ${evil}` },
        { role: "user", content: evil }
      ])
      const completion = {
        model: { provider: "p", name: "m", mode: "completion" },
        prompt_template: { text: "#sys.query#", edition_type: "basic" }
      }
      expect(yield* messagesOf(llmData({ ...completion, ...memory }), scopes)).toEqual([
        { role: "user", content: evil }
      ])
    })
  )

  it.effect("members named __proto__ or constructor are not found", () =>
    Effect.gen(function* () {
      for (const name of ["__proto__", "constructor"]) {
        const failure = failureOf(yield* tryLlm(llmData(user(`{{#s.a.${name}#}}`)), { s: { a: {} } }))
        assert.strictEqual(failure.error.code, "prompt_variable_not_found")
      }
    })
  )
})
