import { defineError } from "./define_error.ts"

/** The run does not wait for anybody: it works, or has ended. */
export class RunNotPaused extends defineError<RunNotPaused>()({
  code: "run_not_paused",
  status: 409,
  family: "run",
  title: "The run does not wait for an answer",
  remedy: "Look how it stands (command line: `flowglass inspect RUN`); only a run that asks can be resumed."
}) {}

/** The run never asked such a form, or it belongs to somebody else. Dify's code. */
export class HumanInputFormNotFound extends defineError<HumanInputFormNotFound>()({
  code: "human_input_form_not_found",
  status: 404,
  family: "run",
  title: "The run asks no such form",
  remedy: "Name a node that waits; a paused run lists its forms (command line: `flowglass resume RUN`)."
}) {}

/** Several forms wait, and the answer does not say which one it is for. */
export class HumanInputFormAmbiguous extends defineError<HumanInputFormAmbiguous>()({
  code: "human_input_form_ambiguous",
  status: 400,
  family: "run",
  title: "Several forms wait",
  remedy: "Name the node (command line: `--node`), in a container by its place: `root/loop_1[2]/ask`."
}) {}

/** Somebody answered before: the first answer wins. Dify's code. */
export class HumanInputFormSubmitted extends defineError<HumanInputFormSubmitted>()({
  code: "human_input_form_submitted",
  status: 412,
  family: "run",
  title: "The form was answered already",
  remedy: "Inspect the run: the outputs of the node are the answer that came first."
}) {}

/** The time for the answer is over. Dify's code. */
export class HumanInputFormExpired extends defineError<HumanInputFormExpired>()({
  code: "human_input_form_expired",
  status: 412,
  family: "run",
  title: "The time for the answer is over",
  remedy: "Start a new run, or give the node a longer timeout in Dify."
}) {}

/** The run waited longer for somebody than any form may. */
export class HumanInputTimeLimitExceeded extends defineError<HumanInputTimeLimitExceeded>()({
  code: "human_input_time_limit_exceeded",
  status: 422,
  family: "limit",
  title: "Nobody answered within the time that any form has",
  remedy: "Raise `limits.formTime` (milliseconds), or give the node a shorter timeout in Dify and a way for it."
}) {}

/** The form has no such action. Dify's text. */
export class HumanInputActionUnknown extends defineError<HumanInputActionUnknown>()({
  code: "human_input_action_unknown",
  status: 400,
  family: "input",
  title: "The form has no such action",
  remedy: "Use the id of one of its actions."
}) {}

/** Fields of the form are left out. Dify's text. */
export class HumanInputFieldMissing extends defineError<HumanInputFieldMissing>()({
  code: "human_input_field_missing",
  status: 400,
  family: "input",
  title: "A field of the form is left out",
  remedy: "Give every field of the form; an empty text is one too."
}) {}

/** A field of the form has a value that it cannot have; several are listed in `params.problems`. */
export class HumanInputFieldInvalid extends defineError<HumanInputFieldInvalid>()({
  code: "human_input_field_invalid",
  status: 400,
  family: "input",
  title: "A field of the form has a wrong value",
  remedy: "Give a text for a paragraph, one of the options for a select, a file for a file."
}) {}

/** Codes about forms, and about runs that wait for somebody. */
export const humanInputErrors = [
  RunNotPaused,
  HumanInputFormNotFound,
  HumanInputFormAmbiguous,
  HumanInputFormSubmitted,
  HumanInputFormExpired,
  HumanInputTimeLimitExceeded,
  HumanInputActionUnknown,
  HumanInputFieldMissing,
  HumanInputFieldInvalid
] as const
