/** The version of the engine that wrote a record. */
export const engineVersion = "flowglass 0.1.0"
