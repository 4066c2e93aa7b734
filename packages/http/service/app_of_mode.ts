import type { App } from "@flowglass/core"
import { Effect } from "effect"
import { CurrentApp } from "../auth/key_holder.ts"
import { NotWorkflowApp } from "../error/service_errors.ts"

/** The app of the key, if it is of one of the modes that the route is for. */
export const appOfMode = (...modes: ReadonlyArray<App["mode"]>): Effect.Effect<App, NotWorkflowApp, CurrentApp> =>
  Effect.flatMap(CurrentApp, ({ app }) =>
    modes.includes(app.mode)
      ? Effect.succeed(app)
      : new NotWorkflowApp({ message: "Please check if your app mode matches the right API route." })
  )
