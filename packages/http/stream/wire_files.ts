import { Predicate } from "effect"

interface Fields {
  readonly [name: string]: unknown
}

const isFile = (value: unknown): value is Fields =>
  Predicate.hasProperty(value, "dify_model_identity") && value.dify_model_identity === "__dify__file__"

/** The files among outputs: values of their own, or members of lists. */
export const filesIn = (outputs: Fields): ReadonlyArray<Fields> =>
  Object.values(outputs).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isFile) : isFile(value) ? [value] : []
  )
