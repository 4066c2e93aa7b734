import type { InputObject, StartVariable } from "@flowglass/core"
import { didYouMean, hintOf, withHint } from "@flowglass/core/error"

/** What is said of inputs that the workflow does not ask for; undefined when there are none. */
export const unknownInputs = (variables: ReadonlyArray<StartVariable>, inputs: InputObject): string | undefined => {
  const names = variables.map(({ variable }) => variable)
  const unknown = Object.keys(inputs).filter((name) => !names.includes(name))
  if (unknown.length === 0) return undefined
  const told = unknown.slice(0, 10).map((name) => {
    // Only what is not given can have been meant.
    const meant = didYouMean(
      name,
      names.filter((known) => !Object.hasOwn(inputs, known))
    )
    return `${JSON.stringify(name)}${meant === undefined ? "" : ` (${meant})`}`
  })
  const asked = names.length === 0 ? "no inputs" : names.map((name) => JSON.stringify(name)).join(", ")
  return `the workflow has no input ${told.join(", ")}; it asks for ${asked}`
}

/** Adds what is said of unknown inputs to an error about inputs: the misspelt one is the one that is missing. */
export const withUnknownInputs =
  (said: string | undefined) =>
  <Error extends object>(error: Error): Error =>
    hintOf(error) === undefined ? withHint(error, said) : error
