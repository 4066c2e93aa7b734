import { defineError } from "./define_error.ts"

/** The answer of the model names no class: it holds no JSON object. Dify's texts. */
export class ClassificationUnreadable extends defineError<ClassificationUnreadable>()({
  code: "classification_unreadable",
  status: 422,
  family: "node",
  title: "The answer of a model names no class",
  remedy: "Choose a model that answers in JSON when it is told to, or say so in the instruction of the node."
}) {}

/** Codes of question classifiers. */
export const classifierErrors = [ClassificationUnreadable] as const
