/** Where a value is: node id or namespace first, then a name, then members: `["llm", "structured_output", "city"]`. */
export type Selector = ReadonlyArray<string>

/** The namespaces that are no nodes: system, environment and conversation variables. */
export const namespaces = ["sys", "env", "conversation"] as const

/** Whether a first selector part names a namespace and not a node. */
export const isNamespace = (name: string): boolean => name === "sys" || name === "env" || name === "conversation"
