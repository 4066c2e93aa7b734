import { Schema, SchemaTransformation } from "effect"

/** Anything that a file has written, for a reader that takes several forms; docs show the one that is meant. */
export const writtenAs = <Meant>(meant: Schema.Codec<Meant>) =>
  Schema.declare<unknown>((_given): _given is unknown => true, {
    toCodecJson: () =>
      Schema.link<unknown>()(meant, SchemaTransformation.passthrough<unknown, Meant>({ strict: false }))
  })
