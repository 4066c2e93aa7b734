import { defineError } from "@flowglass/core/error"

/** Something that Flowglass did not expect: a mistake in Flowglass. The message tells nothing on purpose. */
export class InternalServerError extends defineError<InternalServerError>()({
  code: "internal_server_error",
  status: 500,
  family: "defect",
  title: "Flowglass itself is at fault",
  remedy: "Please report it; FLOWGLASS_DEBUG=1 shows the details."
}) {}

export const defectErrors = [InternalServerError] as const
