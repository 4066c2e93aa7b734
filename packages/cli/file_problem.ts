import type { PlatformError } from "effect"

const sentences = new Map<string, string>([
  ["NotFound", "there is no such file"],
  ["PermissionDenied", "permission is denied"],
  ["AlreadyExists", "it exists already"]
])

/** What was wrong with a file, in words: `there is no such file`. */
export const fileProblem = ({ reason }: PlatformError.PlatformError): string => {
  const code: unknown =
    typeof reason.cause === "object" && reason.cause !== null && "code" in reason.cause ? reason.cause.code : undefined
  if (code === "EISDIR") return "it is a folder"
  if (code === "ENOTDIR") return "a part of the path is no folder"
  return sentences.get(reason._tag) ?? reason.description ?? reason.message
}
