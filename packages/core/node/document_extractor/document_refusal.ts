/** Why a document has no text: it is broken, has a password, or is more than anybody wants to read. */
export type RefusalReason = "invalid" | "encrypted" | "too_large"

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
