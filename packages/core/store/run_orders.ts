/**
 * What the process that owns the runs of a store has to do because of others: go on with a run that nobody works on any
 * more or yet, or stop one that it works on.
 */
export type RunOrder =
  | { readonly kind: "continue"; readonly runId: string }
  | { readonly kind: "stop"; readonly runId: string; readonly reason: string }
