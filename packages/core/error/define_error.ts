import { type Cause, Runtime, Schema } from "effect"
import { exitCodeOf, type Family } from "./family.ts"

/** What a code is, said once: its HTTP status, its family (and so its exit code), and what to do about it. */
export interface ErrorDeclaration<Code extends string, Status extends number> {
  readonly code: Code
  readonly status: Status
  readonly family: Family
  /** One line: what happened. */
  readonly title: string
  /** One line: what to do next. */
  readonly remedy: string
}

type ErrorFields<Code extends string, Status extends number> = {
  readonly code: Schema.tag<Code>
  readonly message: Schema.String
  readonly status: Schema.tag<Status>
  readonly params: Schema.optionalKey<Schema.Unknown>
}

interface Marks<Code extends string> {
  readonly _tag: Code
  readonly [Runtime.errorExitCode]: number
}

/** What every declared error has in common, whatever its code. */
export type FlowglassError = Cause.YieldableError &
  Marks<string> & {
    readonly code: string
    readonly message: string
    readonly status: number
    readonly params?: unknown
  }

/** The class that `defineError` returns: an Effect error, an HTTP body schema and a catalogue entry at once. */
export type ErrorClass<Self, Code extends string, Status extends number> = Schema.Class<
  Self,
  Schema.Struct<ErrorFields<Code, Status>>,
  Cause.YieldableError & Marks<Code>
> & { readonly declaration: ErrorDeclaration<Code, Status> }

/**
 * Declares an error code. The class fails in Effect's error channel (`catchTag` by code), answers as the HTTP body
 * `{ code, message, status }` with that status, and ends the command line with the exit code of its family.
 *
 * `_tag` and the exit code live on the prototype and are not enumerable, so neither JSON nor OpenAPI shows them.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { defineError } from "@flowglass/core/error"
 *
 * class TooCold extends defineError<TooCold>()({
 *   code: "acme/too_cold",
 *   status: 422,
 *   family: "node",
 *   title: "The temperature is below the limit",
 *   remedy: "Raise the temperature or lower the limit."
 * }) {}
 *
 * const error = Effect.runSync(Effect.flip(Effect.fail(new TooCold({ message: "It is -40 degrees." }))))
 * JSON.stringify(error) // => '{"code":"acme/too_cold","message":"It is -40 degrees.","status":422}'
 * error._tag // => "acme/too_cold"
 * ```
 */
export function defineError<Self>(): <const Code extends string, const Status extends number>(
  declaration: ErrorDeclaration<Code, Status>
) => ErrorClass<Self, Code, Status>
export function defineError() {
  return (declaration: ErrorDeclaration<string, number>): ErrorClass<FlowglassError, string, number> => {
    const made = Schema.Error<FlowglassError, Marks<string>>(declaration.code)(
      {
        code: Schema.tag(declaration.code),
        message: Schema.String,
        status: Schema.tag(declaration.status),
        params: Schema.optionalKey(Schema.Unknown)
      },
      { httpApiStatus: declaration.status, description: declaration.title }
    )
    Object.defineProperties(made.prototype, {
      _tag: { value: declaration.code, enumerable: false },
      [Runtime.errorExitCode]: { value: exitCodeOf(declaration.family), enumerable: false }
    })
    return Object.assign(made, { declaration })
  }
}
