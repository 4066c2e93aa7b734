/** Runs a Dify file in this process and looks inside: package `flowglass`, promises only. */
import { fileURLToPath } from "node:url"
import { isError, open } from "flowglass"

const greet = fileURLToPath(new URL("greet.yml", import.meta.url))

await using flow = await open({ script: [{ text: "Hello Ada, it is 21 degrees" }] })
const run = await flow.run(greet, { inputs: { name: "Ada" } })
for await (const event of run) {
  if (event.event === "node_started") console.log(event.event, event.node_id)
}
const { status, outputs } = await run.result
console.log(status, outputs.greeting)

const { value } = await flow.inspect(run.id, "greeter", "text")
console.log("greeter said:", value)
await flow.inspect(run.id, "greeter", "txt").catch((error: unknown) => {
  if (!isError(error, "node_output_not_declared")) throw error
  console.log(error.status, error.code, error.message)
})
