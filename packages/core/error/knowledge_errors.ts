import { defineError } from "./define_error.ts"

/** What is searched for is no text, or an attachment no file. Dify's texts. */
export class RetrievalInputInvalid extends defineError<RetrievalInputInvalid>()({
  code: "retrieval_input_invalid",
  status: 422,
  family: "node",
  title: "A knowledge retrieval was asked with something that is no query",
  remedy: "Select a text as its query, and files as its attachments."
}) {}

/** The part of the config that the retrieval mode needs is not there. Dify's texts. */
export class RetrievalConfigMissing extends defineError<RetrievalConfigMissing>()({
  code: "retrieval_config_missing",
  status: 422,
  family: "node",
  title: "A knowledge retrieval lacks the settings of its mode",
  remedy: "Give multiple_retrieval_config for mode multiple, single_retrieval_config for mode single."
}) {}

/** The host's search threw, or returned what are no documents. */
export class RetrievalFailed extends defineError<RetrievalFailed>()({
  code: "retrieval_failed",
  status: 502,
  family: "node",
  title: "A search of the host failed",
  remedy: "Correct the search of the host: the message is what it threw, or what is wrong with what it found."
}) {}

/** Codes of knowledge retrieval. */
export const knowledgeErrors = [RetrievalInputInvalid, RetrievalConfigMissing, RetrievalFailed] as const
