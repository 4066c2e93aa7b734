import { Result } from "effect"
import type { OutboundHead } from "../../net/outbound_request.ts"
import { FileValue } from "../../value/file_value.ts"
import { contentDisposition } from "./content_disposition.ts"
import { extensionOf, mediaTypeOfMime, mediaTypeOfName } from "./media_type.ts"
import { headerValue } from "./response_headers.ts"
import { mediaTypeOf } from "./response_kind.ts"

const nameInUrl = (url: string): string | undefined => {
  const part = URL.parse(url)?.pathname.split("/").at(-1) ?? ""
  const name = Result.getOrElse(
    Result.try(() => decodeURIComponent(part)),
    () => part
  )
  return contentDisposition(`inline; filename="${name.replace(/["\\]/g, "")}"`).filename
}

/**
 * The file of a response. Its media type is that of the disposition's file name, else the content type, else that of
 * the URL (Dify's order); a name without a known extension gets one.
 */
export const responseFile = (head: OutboundHead, bytes: Uint8Array): FileValue => {
  const disposition = contentDisposition(headerValue(head.headers, "content-disposition") ?? "").filename
  const inUrl = nameInUrl(head.url)
  const contentType = mediaTypeOf(headerValue(head.headers, "content-type") ?? "")
  const mime =
    mediaTypeOfName(disposition ?? "")?.mime ||
    contentType ||
    mediaTypeOfName(inUrl ?? "")?.mime ||
    "application/octet-stream"
  const media = mediaTypeOfMime(mime)
  const name = disposition ?? inUrl ?? "file"
  const extension = extensionOf(name) ?? media.extension
  return new FileValue({
    type: (mediaTypeOfName(name) ?? media).type,
    transfer_method: "tool_file",
    filename: extensionOf(name) === undefined ? `${name}${extension}` : name,
    extension,
    mime_type: mime,
    size: bytes.length,
    bytes
  })
}
