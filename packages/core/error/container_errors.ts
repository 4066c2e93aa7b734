import { defineError } from "./define_error.ts"

/** The list that an iteration goes through is not there. Dify's text. */
export class IteratorNotFound extends defineError<IteratorNotFound>()({
  code: "iterator_not_found",
  status: 422,
  family: "node",
  title: "The list of the iteration is not there",
  remedy: "Check `iterator_selector`; the node it names must have run."
}) {}

/** An iteration was given something that is no list. */
export class IteratorInvalid extends defineError<IteratorInvalid>()({
  code: "iterator_invalid",
  status: 422,
  family: "node",
  title: "What the iteration should go through is no list",
  remedy: "Give it an array, for example the output of a code node."
}) {}

/** A loop variable cannot be set up, or is gone after a round. */
export class LoopVariableInvalid extends defineError<LoopVariableInvalid>()({
  code: "loop_variable_invalid",
  status: 422,
  family: "node",
  title: "A loop variable has no fitting value",
  remedy: "Check the type and value of the variable in the loop node."
}) {}

/** All codes of iterations and loops. */
export const containerErrors = [IteratorNotFound, IteratorInvalid, LoopVariableInvalid] as const
