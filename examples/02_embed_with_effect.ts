/** The same with Effect: typed errors, layers, streams. */
import { fileURLToPath } from "node:url"
import { WorkflowRunner } from "@flowglass/core"
import { Inspector, layerMemory } from "@flowglass/inspector"
import { Console, Effect, Stream } from "effect"

const greet = fileURLToPath(new URL("greet.yml", import.meta.url))

const program = Effect.gen(function* () {
  const runner = yield* WorkflowRunner
  const inspector = yield* Inspector
  const run = yield* runner.start(greet, {
    inputs: { name: "Ada", hour: 20 },
    mocks: { "type:llm": { text: "unused" } }
  })
  yield* Stream.runForEach(run.events, (event) => Console.log(event.event))
  return yield* inspector.output(run.id, "evening", "output")
}).pipe(
  Effect.catchTag("node_output_not_declared", (error) => Effect.as(Console.error(error.code, error.message), null)),
  Effect.provide(layerMemory)
)

const preview = await Effect.runPromise(program)
console.log(preview)
