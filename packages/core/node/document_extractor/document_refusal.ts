/** Why a document has no text: it is broken, has a password, is of an old format, or more than anybody wants to read. */
export const refusalReasons = ["invalid", "encrypted", "old_format", "too_large"] as const

/** Why a document has no text. */
export type RefusalReason = (typeof refusalReasons)[number]

/** What a reader of documents throws: it runs in its own thread, where nothing of Effect is loaded. */
export class DocumentRefusal extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Ends the reading of a document that is broken. */
export const refuseInvalid = (message: string): never => {
  throw new DocumentRefusal("invalid", message)
}

/** Ends the reading of a document that is larger than it may be once it is unfolded. */
export const refuseTooLarge = (message: string): never => {
  throw new DocumentRefusal("too_large", message)
}
