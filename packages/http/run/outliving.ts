import { Context, Effect, Scope } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"

/** A run outlives its request: it keeps the request's log annotations and trace, not its body and scope. */
export const outliving = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.updateContext(effect, (context: Context.Context<never>): Context.Context<never> => withoutRequest(context))

const withoutRequest = Context.omit(HttpServerRequest.HttpServerRequest, HttpRouter.RouteContext, Scope.Scope)
