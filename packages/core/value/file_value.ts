import { recordIdOf } from "./file_reference.ts"

/** Where the bytes of a file can be. */
export const transferMethods = ["remote_url", "local_file", "tool_file", "datasource_file"] as const

/** Where the bytes of a file are. */
export type TransferMethod = (typeof transferMethods)[number]

/** What a file can be, by its extension or MIME type. */
export const fileTypes = ["image", "document", "audio", "video", "custom"] as const

/** What a file is. */
export type FileType = (typeof fileTypes)[number]

/** The attributes of a file, as Dify names them on the wire. */
export interface FileAttributes {
  readonly id?: string | null
  readonly type: FileType
  readonly transfer_method: TransferMethod
  readonly remote_url?: string | null
  readonly reference?: string | null
  readonly filename?: string | null
  /** With its dot: `.pdf`. */
  readonly extension?: string | null
  readonly mime_type?: string | null
  /** In bytes; -1 when unknown. */
  readonly size?: number
  readonly url?: string | null
  /** The bytes themselves, for files that were handed over in process. Never part of JSON. */
  readonly bytes?: Uint8Array
}

/**
 * A file as a value: immutable, compared by identity, shown by its attributes. The bytes stay out of JSON.
 *
 * @example
 * ```ts
 * import { FileValue } from "@flowglass/core"
 *
 * const file = new FileValue({ type: "document", transfer_method: "remote_url", remote_url: "https://a.test/b.pdf", filename: "b.pdf" })
 * file.attribute("name") // => "b.pdf"
 * ```
 */
export class FileValue {
  readonly attributes: FileAttributes

  constructor(attributes: FileAttributes) {
    this.attributes = attributes
  }

  /** One of the attributes a selector can name (`type size name mime_type transfer_method url extension related_id`). */
  attribute(name: string): string | number | null | undefined {
    const file = this.attributes
    switch (name) {
      case "type":
        return file.type
      case "size":
        return file.size ?? -1
      case "name":
        return file.filename ?? null
      case "mime_type":
        return file.mime_type ?? null
      case "transfer_method":
        return file.transfer_method
      case "url":
        return file.url ?? file.remote_url ?? null
      case "extension":
        return file.extension ?? null
      case "related_id":
        return recordIdOf(file.reference) ?? file.id ?? null
      default:
        return undefined
    }
  }

  /** Dify's long form of a file. */
  toJSON(): Record<string, string | number | null> {
    const file = this.attributes
    return {
      dify_model_identity: "__dify__file__",
      id: file.id ?? null,
      type: file.type,
      transfer_method: file.transfer_method,
      remote_url: file.remote_url ?? null,
      reference: file.reference ?? null,
      filename: file.filename ?? null,
      extension: file.extension ?? null,
      mime_type: file.mime_type ?? null,
      size: file.size ?? -1,
      related_id: recordIdOf(file.reference) ?? file.id ?? null,
      url: file.url ?? file.remote_url ?? null
    }
  }
}
