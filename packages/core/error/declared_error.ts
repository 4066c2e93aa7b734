import { Predicate } from "effect"
import type { FlowglassError } from "./define_error.ts"

/** Whether something that failed is an error that Flowglass declares. */
export const isDeclaredError = (error: unknown): error is FlowglassError =>
  error instanceof Error &&
  Predicate.hasProperty(error, "code") &&
  typeof error.code === "string" &&
  Predicate.hasProperty(error, "status") &&
  typeof error.status === "number" &&
  Predicate.hasProperty(error.constructor, "declaration")
