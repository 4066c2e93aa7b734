import type { ValueObject } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"

/** Features that change what an app takes and says, and that Dify's server carries out beside the graph. */
const unsupported: ReadonlyArray<readonly [string, string]> = [
  ["sensitive_word_avoidance", "moderation does not run here: inputs and answers are not looked through"],
  ["annotation_reply", "annotations do not answer here: every answer is the app's own"]
]

/** Warns of features that are switched on and do nothing here. */
export const warnUnsupportedFeatures = (features: ValueObject, pointer: string, problems: ProblemList): void => {
  for (const [name, message] of unsupported) {
    const feature = property(features, name)
    if (isValueObject(feature) && property(feature, "enabled") === true) {
      problems.warn("dsl_feature_unsupported", pointerTo(pointer, name), message)
    }
  }
}
