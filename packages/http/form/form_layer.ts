import { Layer } from "effect"
import { RunFollower } from "../run/run_follower.ts"
import { FormTokens } from "./form_tokens.ts"
import { HumanForms } from "./human_forms.ts"

/** Forms of paused runs and how these are followed, for both APIs, over the stores, `runLayer` and `ServerConfig`. */
export const formLayer = Layer.provideMerge(Layer.merge(HumanForms.layer, RunFollower.layer), FormTokens.layer)
