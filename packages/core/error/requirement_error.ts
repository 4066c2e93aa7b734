import type { AgentModelNotConfigured } from "./agent_errors.ts"
import type { CapabilityNotInstalled } from "./capability_errors.ts"
import type { ModelNotConfigured } from "./model_errors.ts"
import type { requirementErrors } from "./requirement_errors.ts"
import type { CodeLanguageNotAvailable, CodeLanguageUnknown } from "./sandbox_errors.ts"

/** What a node can be found to miss before its run starts. */
export type RequirementError =
  | InstanceType<(typeof requirementErrors)[number]>
  | AgentModelNotConfigured
  | CapabilityNotInstalled
  | CodeLanguageNotAvailable
  | CodeLanguageUnknown
  | ModelNotConfigured
