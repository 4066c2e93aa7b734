import { LanguageModels } from "@flowglass/core"
import { type EngineOptions, type EngineServices, layerEngine } from "@flowglass/inspector"
import { Effect, Layer } from "effect"
import type { EnvironmentFileError } from "../environment_file.ts"
import { SettingInvalid } from "../error/usage_errors.ts"
import { engineSettings } from "../settings.ts"
import type { HostParts } from "./_import_nodes.ts"

/** An engine as the environment configures it: keys of models, hosts that may be reached; with the parts of the host. */
export const engineLayer = (
  parts: HostParts & Pick<EngineOptions, "store">
): Layer.Layer<EngineServices, EnvironmentFileError> =>
  Layer.unwrap(
    Effect.map(engineSettings, ({ models, allow }) =>
      layerEngine({ models: LanguageModels.layer(models), allow, ...parts }).pipe(
        Layer.catchTag("outbound_allow_entry_invalid", (error) =>
          Layer.effectContext(
            Effect.fail(new SettingInvalid({ message: `FLOWGLASS_ALLOW_HOSTS is wrong: ${error.message}` }))
          )
        )
      )
    )
  )
