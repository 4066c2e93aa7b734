/** Run it: `npx vitest run examples/05_mocks_in_a_test_test.ts`. Tests a workflow like code, without model and key. */
import { fileURLToPath } from "node:url"
import { open } from "flowglass"
import { expect, it } from "vitest"

const greet = fileURLToPath(new URL("greet.yml", import.meta.url))

it("greets with the model in the morning", async () => {
  await using flow = await open()
  const run = await flow.run(greet, { inputs: { name: "Ada" }, mocks: { "node:greeter": { text: "Hi Ada" } } })
  expect(await run.result).toMatchObject({ status: "succeeded", outputs: { greeting: "Hi Ada" } })
})

it("fails with the code of the node that failed", async () => {
  await using flow = await open()
  const run = await flow.run(greet, { inputs: { name: "Ada" }, mocks: { "type:llm": { error: "out of words" } } })
  expect(await run.result).toMatchObject({ status: "failed", error: { code: "mock_failure", message: "out of words" } })
})
