import { defineError } from "./define_error.ts"

/** The file is not there, is no file, may not be read, or holds no text. */
export class DslFileUnreadable extends defineError<DslFileUnreadable>()({
  code: "dsl_file_unreadable",
  status: 400,
  family: "dsl",
  title: "The workflow file cannot be read",
  remedy: "Check the path and the permissions; the file must be UTF-8 text."
}) {}

/** The file is larger than Dify's limit of 10 MB. */
export class DslFileTooLarge extends defineError<DslFileTooLarge>()({
  code: "dsl_file_too_large",
  status: 400,
  family: "dsl",
  title: "The workflow file is too large",
  remedy: "Dify takes files up to 10 MB; move large texts out of the workflow."
}) {}

/** The text is no YAML that Dify could read. */
export class DslYamlInvalid extends defineError<DslYamlInvalid>()({
  code: "dsl_yaml_invalid",
  status: 400,
  family: "dsl",
  title: "The file is not valid YAML",
  remedy: "Correct the line of the message: indentation, quotes and brackets are the usual causes."
}) {}

/** A value is marked with a tag such as `!!python/object`. */
export class DslYamlTagUnsupported extends defineError<DslYamlTagUnsupported>()({
  code: "dsl_yaml_tag_unsupported",
  status: 400,
  family: "dsl",
  title: "The file uses a YAML tag",
  remedy: "Write the value without its tag."
}) {}

/** Aliases that unfold to more than a file may hold: an alias bomb. */
export class DslYamlAliasLimitExceeded extends defineError<DslYamlAliasLimitExceeded>()({
  code: "dsl_yaml_alias_limit_exceeded",
  status: 400,
  family: "dsl",
  title: "The aliases of the file unfold to more than 10 MB",
  remedy: "Write the repeated parts out, or repeat less."
}) {}

/** More than 100 levels of lists and mappings. */
export class DslYamlDepthLimitExceeded extends defineError<DslYamlDepthLimitExceeded>()({
  code: "dsl_yaml_depth_limit_exceeded",
  status: 400,
  family: "dsl",
  title: "The file nests too deep",
  remedy: "No workflow needs more than 100 levels; look for a repeated bracket or indentation."
}) {}

/** Something that must be a mapping is not. */
export class DslExpectedMapping extends defineError<DslExpectedMapping>()({
  code: "dsl_expected_mapping",
  status: 400,
  family: "dsl",
  title: "A mapping is expected",
  remedy: "Write `name: value` lines there."
}) {}

/** `kind` is neither `app` nor `graph`. */
export class DslKindUnsupported extends defineError<DslKindUnsupported>()({
  code: "dsl_kind_unsupported",
  status: 400,
  family: "dsl",
  title: "The kind of the file is not known",
  remedy: "Export the app from Dify again, or set `kind: app`."
}) {}

/** `app.mode` is missing or none of Dify's. */
export class DslModeUnsupported extends defineError<DslModeUnsupported>()({
  code: "dsl_mode_unsupported",
  status: 400,
  family: "dsl",
  title: "This kind of app does not run here",
  remedy: "Set app.mode to workflow, advanced-chat, chat, agent-chat or completion, or export the app from Dify again."
}) {}

/** A part of the app that Dify's server does beside its graph; the app runs without it. */
export class DslFeatureUnsupported extends defineError<DslFeatureUnsupported>()({
  code: "dsl_feature_unsupported",
  status: 400,
  family: "dsl",
  title: "A part of the app does not run here",
  remedy: "Take it out, or build what it does as nodes of a workflow."
}) {}

/** The version is newer than what is known here, or no version at all. */
export class DslVersionUnsupported extends defineError<DslVersionUnsupported>()({
  code: "dsl_version_unsupported",
  status: 400,
  family: "dsl",
  title: "The version of the file is not known",
  remedy: "The file is read as the newest known version; export it from Dify 1.14 if something is missing."
}) {}

/** There is neither a `workflow.graph` nor, in a basic app, a `model_config`. */
export class DslWorkflowMissing extends defineError<DslWorkflowMissing>()({
  code: "dsl_workflow_missing",
  status: 400,
  family: "dsl",
  title: "The file holds no workflow",
  remedy: "Export the app from Dify again: its file has `workflow.graph` with nodes and edges, or a `model_config`."
}) {}

/** An entry of `environment_variables` Dify would refuse. */
export class DslEnvironmentVariableInvalid extends defineError<DslEnvironmentVariableInvalid>()({
  code: "dsl_environment_variable_invalid",
  status: 400,
  family: "dsl",
  title: "An environment variable is wrong",
  remedy: "Give it a name, a value_type and a value of that type."
}) {}

/** An entry of `conversation_variables` Dify would refuse. */
export class DslConversationVariableInvalid extends defineError<DslConversationVariableInvalid>()({
  code: "dsl_conversation_variable_invalid",
  status: 400,
  family: "dsl",
  title: "A conversation variable is wrong",
  remedy: "Give it a name, a value_type and a value of that type."
}) {}

/** Several things are wrong with the file; `params.problems` lists them all. */
export class DslInvalid extends defineError<DslInvalid>()({
  code: "dsl_invalid",
  status: 400,
  family: "dsl",
  title: "The workflow file has several problems",
  remedy: "Correct the listed problems; each has a line and a column."
}) {}

/** Codes about the file as a whole. */
export const dslErrors = [
  DslFileUnreadable,
  DslFileTooLarge,
  DslYamlInvalid,
  DslYamlTagUnsupported,
  DslYamlAliasLimitExceeded,
  DslYamlDepthLimitExceeded,
  DslExpectedMapping,
  DslKindUnsupported,
  DslModeUnsupported,
  DslFeatureUnsupported,
  DslVersionUnsupported,
  DslWorkflowMissing,
  DslEnvironmentVariableInvalid,
  DslConversationVariableInvalid,
  DslInvalid
] as const
