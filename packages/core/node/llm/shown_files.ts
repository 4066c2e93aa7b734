import { Result } from "effect"
import { filePart } from "../../model/file_part.ts"
import type { ModelMessage, ModelPart } from "../../model/model_request.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { LlmConfig } from "./llm_config.ts"
import type { PromptFailure } from "./prompt_failure.ts"
import { visionFiles } from "./vision_files.ts"

/** What a user says, with the files that vision shows in front of the words. */
export const userMessage = (
  text: string,
  config: Pick<LlmConfig, "vision">,
  variables: VariableReader
): Result.Result<ModelMessage, PromptFailure> =>
  Result.flatMap(visionFiles(config, variables), (files) =>
    Result.mapBoth(Result.all(files.map((file) => filePart(file, config.vision.configs.detail))), {
      onFailure: (error): PromptFailure => ({ error, type: "ValueError" }),
      onSuccess: (parts): ModelMessage => {
        const shown: ReadonlyArray<ModelPart> = [...parts, { kind: "text", text }]
        return { role: "user", content: parts.length === 0 ? text : shown }
      }
    })
  )
