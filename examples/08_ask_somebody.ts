/** A run that waits for somebody: what it asks, an answer that does not fit, and how it goes on. */
import { fileURLToPath } from "node:url"
import { isError, open } from "flowglass"

const review = fileURLToPath(new URL("review.yml", import.meta.url))

await using flow = await open()
const run = await flow.run(review, { inputs: { text: "Tea is better than coffee." } })
const waiting = await run.result
console.log(waiting.status)
if (waiting.status === "paused") {
  for (const form of waiting.forms ?? []) {
    const fields = form.inputs.map((field) => field.output_variable_name)
    console.log(form.node_id, "asks for", fields.join(), "and one of", form.actions.map(({ id }) => id).join(" | "))
  }
}

await flow.resume(run.id, { action: "burn", inputs: { note: "" } }).catch((error: unknown) => {
  if (!isError(error, "human_input_action_unknown")) throw error
  console.log(error.status, error.message)
})

const resumed = await flow.resume(run.id, { node: "review", action: "reject", inputs: { note: "It is not" } })
const { status, outputs } = await resumed.result
console.log(status, outputs)
