import { Layer } from "effect"
import { RunFollower } from "../run/run_follower.ts"
import { RunWatcher } from "../run/run_watcher.ts"
import { FormTokens } from "./form_tokens.ts"
import { HumanForms } from "./human_forms.ts"

/** Forms of paused runs and how these are followed, for both APIs, over the stores, `runLayer` and `ServerConfig`. */
export const formLayer = Layer.merge(HumanForms.layer, Layer.provide(RunFollower.layer, RunWatcher.layer)).pipe(
  Layer.provideMerge(FormTokens.layer)
)
