import { Effect, Predicate, Result, Stream } from "effect"
import { inputFile } from "../dsl/input_file.ts"
import { ToolCallFailed } from "../error/tool_errors.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { textOf } from "../value/text_form.ts"
import { type PlainData, type PlainObject, toPlain } from "../value/to_plain.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject, objectFrom } from "../value/value_object.ts"
import type { HostTool, ToolCall } from "./host_tool.ts"
import { ToolAnswer, type ToolMessages } from "./tool_answer.ts"

const isPlainObject = (data: PlainData): data is PlainObject =>
  typeof data === "object" && data !== null && !Array.isArray(data)

/** What a tool answers as messages, in the `json` output: always a list of objects. */
export const jsonMessages = (result: Value): Value => {
  if (isValueObject(result)) return [result]
  const objects = isValueArray(result) && result.length > 0 && result.every((item) => isValueObject(item))
  return objects ? result : [{ data: [] }]
}

const failed = (call: ToolName, why: string): ToolCallFailed =>
  new ToolCallFailed({ message: `Failed to invoke tool: ${call.tool} of ${call.provider}: ${why}` })

const thrown = (call: ToolName, cause: unknown): ToolCallFailed =>
  failed(call, cause instanceof Error ? cause.message : String(cause))

type ToolName = Pick<ToolCall, "provider" | "tool">

const valueOf = (data: unknown, call: ToolName): Result.Result<Value, ToolCallFailed> =>
  Result.mapError(fromUnknown(data ?? null), (refusal) => failed(call, refusal.message))

const outputsOf = ({ messages }: ToolAnswer, call: ToolName): Result.Result<ValueObject, ToolCallFailed> =>
  Result.gen(function* () {
    const given: unknown = messages.text ?? ""
    const text = yield* typeof given === "string" ? Result.succeed(given) : Result.fail(failed(call, "text is no text"))
    const json = yield* valueOf(messages.json, call)
    const files: Array<Value> = []
    for (const file of messages.files ?? [])
      files.push(yield* Result.mapError(inputFile(file), (why) => failed(call, why)))
    const variables = yield* valueOf(messages.variables ?? {}, call)
    return objectFrom([
      ...Object.entries(isValueObject(variables) ? variables : emptyObject()),
      ["text", text],
      ["files", files],
      ["json", jsonMessages(json)]
    ])
  })

/** What one piece of data that a tool returned stands for: it is the text, and its objects are the messages. */
export const plainOutputs = (result: Value): ValueObject =>
  objectFrom([
    ["text", textOf(result)],
    ["files", []],
    ["json", jsonMessages(result)]
  ])

/** What is said piece by piece: texts, and at any time a `ToolAnswer` with what else there is to say. */
const isSpoken = (answer: unknown): answer is AsyncIterable<unknown> =>
  Predicate.hasProperty(answer, Symbol.asyncIterator) && Predicate.isFunction(answer[Symbol.asyncIterator])

/** Hears a tool out; its texts are passed on as they come. */
const hear = (pieces: AsyncIterable<unknown>, call: ToolName, say: Say): Effect.Effect<ToolAnswer, ToolCallFailed> =>
  Stream.fromAsyncIterable(pieces, (cause) => thrown(call, cause)).pipe(
    Stream.runFoldEffect(
      (): ToolMessages => ({ text: "" }),
      (heard, piece) => {
        const { text, ...rest } = piece instanceof ToolAnswer ? piece.messages : { text: piece }
        if (text !== undefined && typeof text !== "string") {
          return Effect.fail(failed(call, "it said what is neither a text nor a ToolAnswer"))
        }
        if (text !== undefined && text !== "") say(text)
        return Effect.succeed({ ...heard, ...rest, text: `${heard.text}${text ?? ""}` })
      }
    ),
    Effect.map((messages) => new ToolAnswer(messages))
  )

/** Takes the texts of a tool that says them one by one. */
type Say = (text: string) => void

/**
 * Calls a tool of the host and reads what it says as the outputs of a tool node: `text`, `files`, `json`, and what else
 * it names. What it says piece by piece is passed to `say` as it comes. Fails with `tool_call_failed`. An interruption
 * aborts the call's signal.
 */
export const callTool = (
  tool: HostTool,
  parameters: ValueObject,
  call: Omit<ToolCall, "signal">,
  say: Say = () => {}
): Effect.Effect<ValueObject, ToolCallFailed> =>
  Effect.suspend(() => {
    const controller = new AbortController()
    const plain = toPlain(parameters)
    return Effect.tryPromise({
      try: (): Promise<unknown> =>
        Promise.resolve().then(() => tool(isPlainObject(plain) ? plain : {}, { ...call, signal: controller.signal })),
      catch: (cause) => thrown(call, cause)
    }).pipe(
      Effect.flatMap((answer) => (isSpoken(answer) ? hear(answer, call, say) : Effect.succeed(answer))),
      Effect.flatMap((answer) =>
        Effect.fromResult(
          answer instanceof ToolAnswer ? outputsOf(answer, call) : Result.map(valueOf(answer, call), plainOutputs)
        )
      ),
      Effect.onInterrupt(() => Effect.sync(() => controller.abort()))
    )
  })
