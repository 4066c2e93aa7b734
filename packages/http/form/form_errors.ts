import {
  HumanInputFormExpired,
  HumanInputFormSubmitted,
  StoredValueUnreadable,
  StoreUnavailable
} from "@flowglass/core/error"
import { NotFound } from "../error/http_errors.ts"
import { InvalidFormData } from "../error/service_errors.ts"

/** Everything that keeps a form from being shown. Routes that show forms declare these. */
export const formReadErrors = [
  NotFound,
  HumanInputFormSubmitted,
  HumanInputFormExpired,
  StoredValueUnreadable,
  StoreUnavailable
] as const

/** Everything that keeps an answer from being taken. Routes that take answers declare these. */
export const formSubmitErrors = [...formReadErrors, InvalidFormData] as const

/** Why a form cannot be shown. */
export type FormReadError = InstanceType<(typeof formReadErrors)[number]>

/** Why an answer is not taken. */
export type FormSubmitError = InstanceType<(typeof formSubmitErrors)[number]>
