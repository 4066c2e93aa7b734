/** The modes of apps that are a prompt and a model instead of a graph: Dify's basic apps. */
export const basicModes = ["chat", "agent-chat", "completion"] as const

/** The mode of a basic app. */
export type BasicMode = (typeof basicModes)[number]

/** Whether an app of this mode has a `model_config` instead of a graph. */
export const isBasicMode = (mode: unknown): mode is BasicMode => basicModes.some((basic) => basic === mode)
