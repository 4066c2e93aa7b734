import { defineError } from "@flowglass/core/error"

/** Standard output takes no more, for another reason than that its reader has gone. */
export class OutputNotWritable extends defineError<OutputNotWritable>()({
  code: "output_not_writable",
  status: 500,
  family: "output",
  title: "Standard output cannot be written",
  remedy: "Make room, or send the output elsewhere; `flowglass inspect last` shows what the run came to."
}) {}

/** What can go wrong with telling a result. */
export const outputErrors = [OutputNotWritable] as const
