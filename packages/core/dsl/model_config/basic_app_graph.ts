import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { warnUnsupportedFeatures } from "../check_features.ts"
import type { FoundGraph } from "../found_graph.ts"
import type { ProblemList } from "../problem_list.ts"
import { basicAgent } from "./basic_agent.ts"
import { basicInputs, inputNames } from "./basic_inputs.ts"
import { basicKnowledge } from "./basic_knowledge.ts"
import type { BasicMode } from "./basic_mode.ts"
import { basicModelCall } from "./basic_model_call.ts"
import { listAt, textAt } from "./config_field.ts"

/** What Dify calls features: they are the same ones in a workflow. */
const featureNames = [
  "file_upload",
  "opening_statement",
  "suggested_questions",
  "suggested_questions_after_answer",
  "retriever_resource",
  "sensitive_word_avoidance",
  "speech_to_text",
  "text_to_speech"
] as const

type Step = readonly [id: string, data: ValueObject]

const gap = 300

const chain = (steps: ReadonlyArray<Step>): ValueObject => {
  const nodes = steps.map(([id, data], index) =>
    objectFrom([
      ["id", id],
      ["type", "custom"],
      [
        "position",
        objectFrom([
          ["x", index * gap],
          ["y", 0]
        ])
      ],
      ["data", data]
    ])
  )
  const edges = steps.slice(1).map(([target], index) =>
    objectFrom([
      ["id", `${steps[index]?.[0]}-${target}`],
      ["source", steps[index]?.[0] ?? ""],
      ["sourceHandle", "source"],
      ["target", target],
      ["targetHandle", "target"]
    ])
  )
  return objectFrom([
    ["nodes", nodes],
    ["edges", edges]
  ])
}

const startData = (inputs: ReadonlyArray<Value>): ValueObject =>
  objectFrom([
    ["type", "start"],
    ["title", "Start"],
    ["variables", inputs]
  ])

const answerData = (speaker: string): ValueObject =>
  objectFrom([
    ["type", "answer"],
    ["title", "Answer"],
    ["answer", `{{#${speaker}.text#}}`]
  ])

const endData: ValueObject = objectFrom([
  ["type", "end"],
  ["title", "End"],
  [
    "outputs",
    [
      objectFrom([
        ["variable", "result"],
        ["value_selector", ["llm", "text"]]
      ])
    ]
  ]
])

/** A search needs words: those of the user, in a completion app those of an input it names. */
const queryOf = (modelConfig: ValueObject, mode: BasicMode): ReadonlyArray<string> => {
  if (mode !== "completion") return ["sys", "query"]
  const name = textAt(modelConfig, "dataset_query_variable")
  return name === "" ? [] : ["start", name]
}

const stepsOf = (modelConfig: ValueObject, mode: BasicMode): ReadonlyArray<Step> => {
  const variables = basicInputs(modelConfig)
  const inputs = inputNames(variables)
  const start: Step = ["start", startData(variables)]
  if (mode === "agent-chat") {
    return [start, ["agent", basicAgent(modelConfig, inputs)], ["answer", answerData("agent")]]
  }
  const knowledge = basicKnowledge(modelConfig, queryOf(modelConfig, mode))
  const context = knowledge === undefined ? undefined : ["knowledge_retrieval", "result"]
  return [
    start,
    ...(knowledge === undefined ? [] : [["knowledge_retrieval", knowledge] as const]),
    ["llm", basicModelCall({ modelConfig, inputs, asksQuery: mode === "chat", context })],
    mode === "completion" ? ["end", endData] : ["answer", answerData("llm")]
  ]
}

const featuresOf = (modelConfig: ValueObject): ValueObject =>
  objectFrom(
    featureNames.flatMap((name) => {
      const value = property(modelConfig, name)
      return value === undefined ? [] : [[name, value] as const]
    })
  )

const pointer = "/model_config"

/**
 * The small graph that a basic app is: start, then a search where it has knowledge bases, then its model or agent, then
 * an answer, or an end whose output is `result` in a completion app. Problems of its nodes are shown at `model_config`.
 */
export const basicAppGraph = (file: ValueObject, mode: BasicMode, problems: ProblemList): FoundGraph | undefined => {
  const modelConfig = property(file, "model_config")
  if (!isValueObject(modelConfig)) {
    problems.add("dsl_workflow_missing", pointer, `the file has no model_config, which an app of mode "${mode}" is`)
    return undefined
  }
  if (listAt(modelConfig, "external_data_tools").length > 0) {
    const message = "external data tools do not run here; what they would fill in stays in the prompt as it is written"
    problems.warn("dsl_feature_unsupported", `${pointer}/external_data_tools`, message)
  }
  warnUnsupportedFeatures(modelConfig, pointer, problems)
  const workflow = objectFrom([["features", featuresOf(modelConfig)]])
  return { graph: chain(stepsOf(modelConfig, mode)), graphPointer: pointer, workflow, workflowPointer: pointer }
}
