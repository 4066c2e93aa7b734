import { defineError } from "./define_error.ts"

/** Something that Flowglass did not expect: a mistake in Flowglass. The message tells nothing on purpose. */
export class InternalServerError extends defineError<InternalServerError>()({
  code: "internal_server_error",
  status: 500,
  family: "defect",
  title: "Flowglass itself is at fault",
  remedy: "Please report it with its `cause` (command line: FLOWGLASS_DEBUG=1 shows it)."
}) {}

/** The codes of what nobody expected. */
export const defectErrors = [InternalServerError] as const
