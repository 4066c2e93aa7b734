import { Effect } from "effect"
import { ServerVerbUnavailable } from "../error/administration_errors.ts"
import { clientRefusal, type ToldFailure } from "./client_refusal.ts"
import type { Console } from "./console_session.ts"

/** A call to the console API with its failures as commands tell them. */
export const called =
  ({ origin }: Pick<Console, "origin">) =>
  <View, E>(call: Effect.Effect<View, E>): Effect.Effect<View, ToldFailure<E>> =>
    Effect.catch(call, (error) => Effect.flatMap(clientRefusal(error, origin), Effect.fail))

/** Something that no route of the console API does. */
export const unavailable = (what: string): Effect.Effect<never, ServerVerbUnavailable> =>
  Effect.fail(new ServerVerbUnavailable({ message: `The console API cannot ${what}.` }))
