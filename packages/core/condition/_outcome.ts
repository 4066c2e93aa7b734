import { type ConditionError, ConditionTypeMismatch, ConditionValueInvalid } from "../error/condition_errors.ts"

/** Whether a comparison holds, or why it cannot be made. A plain union, because conditions run in hot loops. */
export type Outcome = boolean | ConditionError

export const typeMismatch = (message: string): ConditionTypeMismatch => new ConditionTypeMismatch({ message })

export const valueInvalid = (message: string): ConditionValueInvalid => new ConditionValueInvalid({ message })
