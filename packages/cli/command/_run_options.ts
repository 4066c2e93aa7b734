import { checkLimits, type InputObject, MockInvalid, type RunOptions, toPlain } from "@flowglass/core"
import { Effect, Option, Predicate } from "effect"
import * as Flag from "effect/cli/Flag"
import { ArgumentInvalid } from "../error/usage_errors.ts"
import { loadFiles } from "./_input_files.ts"
import { jsonArgument } from "./_json_argument.ts"

const json = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar("JSON|@FILE"), Flag.withDescription(description), Flag.optional)

const yes = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withoutNegation, Flag.withDescription(description), Flag.withDefault(false))

/** The options that say how a workflow is run. */
export const runFlags = {
  inputs: json("inputs", "The inputs of the start node"),
  query: Flag.String("query").pipe(
    Flag.withMetavar("TEXT"),
    Flag.withDescription("The message to a chat workflow"),
    Flag.optional
  ),
  files: Flag.String("files").pipe(
    Flag.withMetavar("PATH|URL"),
    Flag.withDescription("A file of the message; can be repeated"),
    Flag.atLeast(0)
  ),
  conversation: json("conversation", "Values of conversation variables"),
  env: Flag.String("env").pipe(
    Flag.withMetavar("NAME=VALUE"),
    Flag.withDescription("The value of an environment variable of the workflow; can be repeated"),
    Flag.atLeast(0)
  ),
  mocks: json("mocks", 'Answers instead of nodes: {"node:ID": {"text": "hi"}, "type:TYPE": {"error": "boom"}}'),
  mockExternals: yes("mock-externals", "Answer for every node that would leave the process"),
  fillInputs: yes("fill-inputs", "Give every input that is not named a plausible value"),
  limits: json("limits", 'Limits of the run, times in milliseconds: {"steps": 1000, "codeTimeout": 30000}'),
  timeout: Flag.Finite("timeout").pipe(
    Flag.withMetavar("SECONDS"),
    Flag.withDescription("End the run as failed after this time"),
    Flag.optional
  ),
  trigger: Flag.Literals("trigger", ["debugging", "app-run", "webhook", "schedule", "plugin"]).pipe(
    Flag.withDescription("Where the run comes from, as Dify records it; all but debugging are published runs"),
    Flag.withDefault("debugging")
  ),
  strict: yes("strict", "Warnings of the file stop the run; partial success is exit code 1")
}

/** The parsed options. */
export type RunFlags = {
  readonly [Name in keyof typeof runFlags]: (typeof runFlags)[Name] extends Flag.Flag<infer Value> ? Value : never
}

const assignment = (text: string): Effect.Effect<readonly [string, string], ArgumentInvalid> => {
  const separator = text.indexOf("=")
  return separator > 0
    ? Effect.succeed([text.slice(0, separator), text.slice(separator + 1)])
    : Effect.fail(new ArgumentInvalid({ message: `--env cannot be ${JSON.stringify(text)}: expected NAME=VALUE.` }))
}

const isInputObject = (value: unknown): value is InputObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const readMocks = Effect.fnUntraced(function* (argument: string) {
  const mocks: Array<readonly [string, InputObject]> = []
  for (const [target, answer] of Object.entries(yield* jsonArgument("--mocks", argument))) {
    if (!isInputObject(answer)) {
      const message = `Mock "${target}" must be an object of outputs, or {"error": "text"}`
      return yield* new MockInvalid({ message })
    }
    mocks.push([target, answer])
  }
  return Object.fromEntries(mocks)
})

const readLimits = Effect.fnUntraced(function* (argument: string) {
  const limits = toPlain(yield* jsonArgument("--limits", argument))
  yield* Effect.fromResult(checkLimits(limits))
  // All of them are numbers, then.
  return Object.fromEntries(
    Object.entries(limits ?? {}).flatMap(([name, limit]) => (Predicate.isNumber(limit) ? [[name, limit]] : []))
  )
})

/** The longest time that a timer of JavaScript can measure. */
const longestTimeout = 2_147_483

const milliseconds = (seconds: number): Effect.Effect<number, ArgumentInvalid> =>
  seconds > 0 && seconds <= longestTimeout
    ? Effect.succeed(seconds * 1000)
    : Effect.fail(
        new ArgumentInvalid({
          message: `--timeout cannot be ${seconds}: expected more than 0 and at most ${longestTimeout} seconds.`
        })
      )

const given = Effect.fnUntraced(function* <A, B, E, R>(
  option: Option.Option<A>,
  read: (value: A) => Effect.Effect<B, E, R>
): Effect.fn.Return<B | undefined, E, R> {
  return Option.isSome(option) ? yield* read(option.value) : undefined
})

/** The options of a run as the command line gives them, with JSON understood and the files of `--files` read. */
export const readRunOptions = Effect.fnUntraced(function* (flags: RunFlags) {
  const inputs = yield* given(flags.inputs, (text) => jsonArgument("--inputs", text))
  const conversation = yield* given(flags.conversation, (text) => jsonArgument("--conversation", text))
  const mocks = yield* given(flags.mocks, readMocks)
  const limits = yield* given(flags.limits, readLimits)
  const time = yield* given(flags.timeout, milliseconds)
  const options: RunOptions = {
    inputs: inputs ?? {},
    files: yield* loadFiles(flags.files),
    environment: Object.fromEntries(yield* Effect.forEach(flags.env, assignment)),
    mockExternals: flags.mockExternals,
    strict: flags.strict,
    trigger: flags.trigger,
    ...(Option.isSome(flags.query) ? { query: flags.query.value } : {}),
    ...(conversation === undefined ? {} : { conversation }),
    ...(mocks === undefined ? {} : { mocks }),
    limits: { ...limits, ...(time === undefined ? {} : { time }) }
  }
  return options
})
