import type { FileValue, TransferMethod } from "../../value/file_value.ts"

/** Where a file lies that an agent refers to by its record id, and whose it is. */
export type StoredFileMethod = Exclude<TransferMethod, "remote_url">

/**
 * The files that a tenant may refer to. What a model writes is never trusted: a reference counts only when the file is
 * found here.
 */
export interface FileAccess {
  readonly tenantId: string
  /** The tenant's file with this record id (a UUID), or undefined. */
  readonly find: (method: StoredFileMethod, recordId: string) => FileValue | undefined
}

/** Without a file service no reference is accessible. */
export const noFileAccess: FileAccess = { tenantId: "local", find: () => undefined }
