/**
 * Flowglass over HTTP. Nothing is public yet.
 *
 * @module
 */
export {}
