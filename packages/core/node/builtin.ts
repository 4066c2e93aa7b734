import { agentV1 } from "./agent_v1.ts"
import { agentV2 } from "./agent_v2.ts"
import { answer } from "./answer.ts"
import { assignerV1 } from "./assigner_v1.ts"
import { assignerV2 } from "./assigner_v2.ts"
import { code } from "./code.ts"
import { iterationStart, loopEnd, loopStart } from "./container_entries.ts"
import { datasource } from "./datasource.ts"
import { documentExtractor } from "./document_extractor.ts"
import { end } from "./end.ts"
import { httpRequest } from "./http_request.ts"
import { humanInput } from "./human_input.ts"
import { ifElse } from "./if_else.ts"
import { iteration } from "./iteration.ts"
import { knowledgeIndex } from "./knowledge_index.ts"
import { knowledgeRetrieval } from "./knowledge_retrieval.ts"
import { listOperator } from "./list_operator.ts"
import { llm } from "./llm.ts"
import { loop } from "./loop.ts"
import { parameterExtractor } from "./parameter_extractor.ts"
import { questionClassifier } from "./question_classifier.ts"
import { start } from "./start.ts"
import { templateTransform } from "./template_transform.ts"
import { tool } from "./tool.ts"
import { triggerPlugin } from "./trigger_plugin.ts"
import { triggerSchedule } from "./trigger_schedule.ts"
import { triggerWebhook } from "./trigger_webhook.ts"
import { trustTypes } from "./trusted_types.ts"
import { variableAggregator, variableAssigner } from "./variable_aggregator.ts"

/** All node types of Dify that Flowglass knows, in the order in which people meet them. */
export const builtinNodes = trustTypes([
  start,
  end,
  answer,
  llm,
  ifElse,
  code,
  templateTransform,
  httpRequest,
  variableAggregator,
  variableAssigner,
  listOperator,
  documentExtractor,
  assignerV2,
  assignerV1,
  iteration,
  iterationStart,
  loop,
  loopStart,
  loopEnd,
  humanInput,
  agentV2,
  agentV1,
  tool,
  knowledgeRetrieval,
  questionClassifier,
  parameterExtractor,
  triggerWebhook,
  triggerSchedule,
  triggerPlugin,
  datasource,
  knowledgeIndex
])
