import { defineError } from "@flowglass/core/error"

/** There is no such command. */
export class VerbUnknown extends defineError<VerbUnknown>()({
  code: "verb_unknown",
  status: 400,
  family: "usage",
  title: "There is no such command",
  remedy: "`flowglass --help` lists the commands."
}) {}

/** The command has no such option. */
export class OptionUnknown extends defineError<OptionUnknown>()({
  code: "option_unknown",
  status: 400,
  family: "usage",
  title: "The command has no such option",
  remedy: "`flowglass VERB --help` lists the options of a command."
}) {}

/** An argument or option that the command cannot do without is missing. */
export class ArgumentMissing extends defineError<ArgumentMissing>()({
  code: "argument_missing",
  status: 400,
  family: "usage",
  title: "An argument is missing",
  remedy: "`flowglass VERB --help` shows what the command needs."
}) {}

/** The command takes fewer arguments. */
export class ArgumentUnexpected extends defineError<ArgumentUnexpected>()({
  code: "argument_unexpected",
  status: 400,
  family: "usage",
  title: "The command takes fewer arguments",
  remedy: "Put a value with spaces in quotes; `flowglass VERB --help` shows what the command takes."
}) {}

/** The value of an argument or option is none that it takes. */
export class ArgumentInvalid extends defineError<ArgumentInvalid>()({
  code: "argument_invalid",
  status: 400,
  family: "usage",
  title: "An argument has a value that it cannot have",
  remedy: "`flowglass VERB --help` shows the values that the command takes."
}) {}

/** An option that takes JSON got something else, or JSON of another form. */
export class ArgumentNotJson extends defineError<ArgumentNotJson>()({
  code: "argument_not_json",
  status: 400,
  family: "usage",
  title: "An option needs a JSON object",
  remedy: "Put the JSON in single quotes, as in --option '{...}', or in a file, as in --option @file.json."
}) {}

/** The file of `--option @file` cannot be read. */
export class ArgumentFileUnreadable extends defineError<ArgumentFileUnreadable>()({
  code: "argument_file_unreadable",
  status: 400,
  family: "usage",
  title: "The file of an option cannot be read",
  remedy: "Check the path after the @; it is relative to the current folder, and @- is standard input."
}) {}

/** An environment variable that the command line reads has a value it cannot have. */
export class SettingInvalid extends defineError<SettingInvalid>()({
  code: "setting_invalid",
  status: 400,
  family: "usage",
  title: "An environment variable has a value that it cannot have",
  remedy: "Correct or unset the variable of the message."
}) {}

/** The module of `--import` cannot be loaded. */
export class ImportFailed extends defineError<ImportFailed>()({
  code: "import_failed",
  status: 400,
  family: "usage",
  title: "A module with parts of the host cannot be loaded",
  remedy: "Check the path and that `node FILE` loads it without an error."
}) {}

/** The module of `--import` exports nothing that a host can add. */
export class ImportWithoutNodes extends defineError<ImportWithoutNodes>()({
  code: "import_without_nodes",
  status: 400,
  family: "usage",
  title: "A module exports nothing of a host",
  remedy: "Export what `defineNode` returns, `tools` (functions by name) or `knowledge` (documents or searches by id)."
}) {}

/** `flowglass errors CODE`: there is no such code. */
export class ErrorCodeUnknown extends defineError<ErrorCodeUnknown>()({
  code: "error_code_unknown",
  status: 400,
  family: "usage",
  title: "There is no such error code",
  remedy: "`flowglass errors` lists all codes."
}) {}

/** `flowglass nodes TYPE`: there is no such node type. */
export class NodeTypeUnlisted extends defineError<NodeTypeUnlisted>()({
  code: "node_type_unlisted",
  status: 400,
  family: "usage",
  title: "There is no such node type here",
  remedy: "`flowglass nodes` lists all node types; `--import FILE` adds your own."
}) {}

/** What can be wrong with a command line. */
export const usageErrors = [
  VerbUnknown,
  OptionUnknown,
  ArgumentMissing,
  ArgumentUnexpected,
  ArgumentInvalid,
  ArgumentNotJson,
  ArgumentFileUnreadable,
  SettingInvalid,
  ImportFailed,
  ImportWithoutNodes,
  ErrorCodeUnknown,
  NodeTypeUnlisted
] as const
