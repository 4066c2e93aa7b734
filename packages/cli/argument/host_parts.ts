import type { HostTool, KnowledgeBase, KnowledgeById, ToolFunctions } from "@flowglass/core"
import { Predicate } from "effect"
import { described } from "./described.ts"

const isTool = (value: unknown): value is HostTool => Predicate.isFunction(value)

const isDocument = (value: unknown): boolean =>
  Predicate.hasProperty(value, "content") && Predicate.isString(value.content)

const isKnowledge = (value: unknown): value is KnowledgeBase =>
  Predicate.isFunction(value) || (Array.isArray(value) && value.every(isDocument))

/** A function that stands for a tool. */
export const toolFunction = described("a function", isTool)

/** A knowledge base of the host. */
export const knowledgeBase = described("a search function, or an array of { content }", isKnowledge)

const isRecordOf =
  <Member>(isMember: (value: unknown) => value is Member) =>
  (value: unknown): value is { readonly [name: string]: Member } =>
    Predicate.isObject(value) && Object.values(value).every(isMember)

/** Whether a value is functions that stand for tools, by name. */
export const isToolFunctions: (value: unknown) => value is ToolFunctions = isRecordOf(isTool)

/** Whether a value is knowledge bases by id. */
export const isKnowledgeById: (value: unknown) => value is KnowledgeById = isRecordOf(isKnowledge)
