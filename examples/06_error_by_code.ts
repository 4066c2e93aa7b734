/** Handles a failure by its code. Before the run starts it is a rejection; inside the run it is data of the result. */
import { fileURLToPath } from "node:url"
import { isError, open } from "flowglass"

const greet = fileURLToPath(new URL("greet.yml", import.meta.url))

await using flow = await open({ mocks: { "type:llm": { text: "Hello" } } })
try {
  await flow.run(greet, { inputs: {} })
} catch (error) {
  if (!isError(error, "input_required")) throw error
  console.log(error.status, error.message)
}
const run = await flow.run(greet, { inputs: { name: "Ada" }, mocks: { "node:greeter": { error: "overloaded" } } })
const { status, error } = await run.result
console.log(status, error?.code, error?.message)
