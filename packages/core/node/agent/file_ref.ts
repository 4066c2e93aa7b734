import { Schema } from "effect"

const short = Schema.optional(Schema.NullOr(Schema.String.check(Schema.isMaxLength(64))))
const name = Schema.optional(Schema.NullOr(Schema.String.check(Schema.isMaxLength(255))))
const address = Schema.optional(Schema.NullOr(Schema.String))

/** A reference to a file inside an agent's configuration; other keys are allowed and ignored. */
export const FileRef = Schema.Struct({
  id: name,
  file_id: name,
  upload_file_id: name,
  reference: name,
  tenant_id: name,
  name,
  type: short,
  transfer_method: short,
  url: address,
  remote_url: address
})
