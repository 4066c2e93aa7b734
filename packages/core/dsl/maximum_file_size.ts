/** Dify's limit for a workflow file: 10 MB, in bytes. */
export const maximumFileSize = 10 * 1024 * 1024
