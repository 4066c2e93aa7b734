import type { HostTool, KnowledgeBase, KnowledgeById, ToolFunctions } from "@flowglass/core"
import { Predicate } from "effect"
import { described } from "./described.ts"

const isTool = (value: unknown): value is HostTool => Predicate.isFunction(value)

const isDocument = (value: unknown): boolean =>
  Predicate.hasProperty(value, "content") && Predicate.isString(value.content)

const isSearchable = (value: unknown): boolean =>
  Predicate.isFunction(value) || (Array.isArray(value) && value.every(isDocument))

const isTextOrNothing = (value: unknown): boolean => value === undefined || Predicate.isString(value)

const isDescribed = (value: unknown): boolean =>
  Predicate.hasProperty(value, "base") &&
  isSearchable(value.base) &&
  isTextOrNothing(Predicate.hasProperty(value, "name") ? value.name : undefined) &&
  isTextOrNothing(Predicate.hasProperty(value, "description") ? value.description : undefined)

const isKnowledge = (value: unknown): value is KnowledgeBase => isSearchable(value) || isDescribed(value)

/** A function that stands for a tool. */
export const toolFunction = described("a function", isTool)

/** A knowledge base of the host. */
export const knowledgeBase = described(
  "a search function, an array of { content }, or { base } with one of them",
  isKnowledge
)

const isRecordOf =
  <Member>(isMember: (value: unknown) => value is Member) =>
  (value: unknown): value is { readonly [name: string]: Member } =>
    Predicate.isObject(value) && Object.values(value).every(isMember)

/** Whether a value is functions that stand for tools, by name. */
export const isToolFunctions: (value: unknown) => value is ToolFunctions = isRecordOf(isTool)

/** Whether a value is knowledge bases by id. */
export const isKnowledgeById: (value: unknown) => value is KnowledgeById = isRecordOf(isKnowledge)
