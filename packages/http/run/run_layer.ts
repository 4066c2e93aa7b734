import { Layer } from "effect"
import { ActiveRuns } from "./active_runs.ts"
import { AppRunner } from "./app_runner.ts"

/** What starts and stops runs of apps, for both APIs, over `WorkflowRunner`. Build it once for a server. */
export const runLayer = Layer.provideMerge(AppRunner.layer, ActiveRuns.layer)
