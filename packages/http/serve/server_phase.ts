import { Context } from "effect"

/** How far a server is on its way. */
export interface Phase {
  /** Set once it was told to end: it still answers what is at work, and `/ready` says that it is not. */
  isEnding: boolean
}

/** The phase of the running server; one that nobody tells to end stays ready. */
export const ServerPhase = Context.Reference<Phase>("@flowglass/http/serve/ServerPhase", {
  defaultValue: () => ({ isEnding: false })
})
