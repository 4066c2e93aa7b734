import { Result } from "effect"
import { contentDisposition } from "./content_disposition.ts"

/** How much of a body decides whether it is text, in bytes. */
export const sampleSize = 1024

const textTypes = ["json", "xml", "javascript", "x-www-form-urlencoded", "yaml", "graphql"]
const textMarks = ["{", "[", "<", "function", "var ", "const ", "let "]
// Office files have "xml" in the name of their type and are archives.
const archives = /openxmlformats|opendocument/

/** A media type without its parameters, in lower case. */
export const mediaTypeOf = (contentType: string): string => (contentType.split(";")[0] ?? "").trim().toLowerCase()

const looksLikeText = (sample: Uint8Array): boolean => {
  // The end may lie inside a character; `stream` leaves it out of the judgement.
  const text = Result.try(() => new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true }))
  return Result.isSuccess(text) && textMarks.some((mark) => text.success.includes(mark))
}

/** Whether the headers alone say that a response is a file; undefined when its first bytes have to decide. */
export const isFileByHeaders = (contentType: string, disposition: string | undefined): boolean | undefined => {
  const type = mediaTypeOf(contentType)
  if (disposition !== undefined) {
    const { attachment, filename } = contentDisposition(disposition)
    if (attachment || filename !== undefined) return true
  }
  if (type.startsWith("application/")) {
    return textTypes.some((text) => type.includes(text)) && !archives.test(type) ? false : undefined
  }
  return /^(image|audio|video)\//.test(type)
}

/** Whether a response of an `application/` type is a file, by its first bytes (Dify's marks of JSON, markup and code). */
export const isFileBySample = (sample: Uint8Array): boolean => !looksLikeText(sample.subarray(0, sampleSize))
