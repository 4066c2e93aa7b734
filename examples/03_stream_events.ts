/** Streams the text of an answer as it is written, as `text/event-stream` of a web framework would need it. */
import { open } from "flowglass"

const chat = `
app: {mode: advanced-chat, name: Parrot}
workflow:
  graph:
    nodes:
    - {id: start, data: {type: start, variables: []}}
    - id: parrot
      data:
        type: llm
        model: {provider: openai, name: gpt-4o-mini, mode: chat, completion_params: {}}
        prompt_template: [{role: user, text: '{{#sys.query#}}'}]
        context: {enabled: false}
    - {id: answer, data: {type: answer, answer: 'You said: {{#parrot.text#}}!'}}
    edges:
    - {source: start, target: parrot}
    - {source: parrot, target: answer}
`

await using flow = await open({ script: [{ text: "hello to you too" }] })
const run = await flow.run({ text: chat }, { query: "hello" })
for await (const event of run) {
  if (event.event === "chunk") process.stdout.write(event.text)
}
process.stdout.write("\n")
const result = await run.result
console.log(result.outputs.answer)
