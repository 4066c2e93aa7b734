import { Context, Effect, Layer, Redacted } from "effect"
import type { HttpServerRequest } from "effect/http"
import { InitValidateFailed, NotInitValidated, NotSetup } from "../error/console_errors.ts"
import { ServerConfig } from "../serve/server_config.ts"
import { sameText } from "./same_text.ts"
import { cookieOf, setInitCookie } from "./session_cookies.ts"
import { SessionTokens } from "./session_tokens.ts"

type Request = HttpServerRequest.HttpServerRequest

/**
 * Stands before the set-up: where the operator has set INIT_PASSWORD, only a browser that sent it may make the first
 * account. Without it anybody may who comes first.
 */
export class InitGate extends Context.Service<
  InitGate,
  {
    /** Whether the sender of a request may set the installation up. */
    readonly isOpen: (request: Request) => Effect.Effect<boolean>
    /** Lets only those on who may. */
    readonly pass: (request: Request) => Effect.Effect<void, NotInitValidated>
    /** Opens the gate for the browser of the current request. */
    readonly open: (password: string) => Effect.Effect<void, InitValidateFailed, Request>
    /** What whoever comes before the set-up is told. */
    readonly setUpFirst: Effect.Effect<never, NotSetup | NotInitValidated>
  }
>()("@flowglass/http/auth/InitGate") {
  static readonly layer: Layer.Layer<InitGate, never, ServerConfig | SessionTokens> = Layer.effect(
    InitGate,
    Effect.gen(function* () {
      const settings = yield* ServerConfig
      const tokens = yield* SessionTokens
      const { initPassword } = settings
      const isOpen = (request: Request): Effect.Effect<boolean> =>
        initPassword === undefined ? Effect.succeed(true) : tokens.isInit(cookieOf(settings, request, "session") ?? "")
      const validateFirst = () =>
        new NotInitValidated({ message: "Flowglass has not been set up yet: POST /console/api/init first." })
      return InitGate.of({
        isOpen,
        pass: (request) =>
          Effect.flatMap(isOpen(request), (open) => (open ? Effect.void : Effect.fail(validateFirst()))),
        open: Effect.fn("InitGate.open")(function* (password) {
          if (initPassword === undefined || !sameText(password, Redacted.value(initPassword))) {
            return yield* new InitValidateFailed({ message: "Init validation failed. Please check the password." })
          }
          yield* setInitCookie(settings, yield* tokens.signInit)
        }),
        setUpFirst: Effect.suspend(() =>
          Effect.fail(
            initPassword === undefined
              ? new NotSetup({ message: "Flowglass has not been set up yet: POST /console/api/setup first." })
              : validateFirst()
          )
        )
      })
    })
  )
}
