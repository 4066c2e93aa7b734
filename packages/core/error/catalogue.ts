import { agentErrors } from "./agent_errors.ts"
import { assignerErrors } from "./assigner_errors.ts"
import { capabilityErrors } from "./capability_errors.ts"
import { classifierErrors } from "./classifier_errors.ts"
import { codeOutputErrors } from "./code_output_errors.ts"
import { conditionErrors } from "./condition_errors.ts"
import { containerErrors } from "./container_errors.ts"
import { datasourceErrors } from "./datasource_errors.ts"
import { defectErrors } from "./defect_errors.ts"
import { documentErrors } from "./document_errors.ts"
import { dslErrors } from "./dsl_errors.ts"
import { graphErrors } from "./graph_errors.ts"
import { httpRequestErrors } from "./http_request_errors.ts"
import { humanInputErrors } from "./human_input_errors.ts"
import { inputErrors } from "./input_errors.ts"
import { knowledgeErrors } from "./knowledge_errors.ts"
import { listErrors } from "./list_errors.ts"
import { llmErrors } from "./llm_errors.ts"
import { modelErrors } from "./model_errors.ts"
import { networkErrors } from "./network_errors.ts"
import { requirementErrors } from "./requirement_errors.ts"
import { runErrors } from "./run_errors.ts"
import { sandboxErrors } from "./sandbox_errors.ts"
import { storeErrors } from "./store_errors.ts"
import { templateErrors } from "./template_errors.ts"
import { toolErrors } from "./tool_errors.ts"
import { valueErrors } from "./value_errors.ts"

/** Every code that `@flowglass/core` can raise, by subject. */
export const coreErrors = [
  ...dslErrors,
  ...graphErrors,
  ...inputErrors,
  ...requirementErrors,
  ...runErrors,
  ...humanInputErrors,
  ...conditionErrors,
  ...assignerErrors,
  ...listErrors,
  ...documentErrors,
  ...containerErrors,
  ...templateErrors,
  ...codeOutputErrors,
  ...sandboxErrors,
  ...networkErrors,
  ...httpRequestErrors,
  ...llmErrors,
  ...classifierErrors,
  ...modelErrors,
  ...agentErrors,
  ...toolErrors,
  ...knowledgeErrors,
  ...datasourceErrors,
  ...valueErrors,
  ...capabilityErrors,
  ...storeErrors,
  ...defectErrors
] as const
