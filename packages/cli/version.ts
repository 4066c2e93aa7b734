/** The version of Flowglass: that of its package.json, which a test compares. */
export const flowglassVersion = "0.1.0"
