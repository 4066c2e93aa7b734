import { type PlatformError, Predicate } from "effect"

const sentences = new Map<unknown, string>([
  ["NotFound", "there is no such file"],
  ["PermissionDenied", "permission is denied"],
  ["AlreadyExists", "it exists already"],
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission is denied"],
  ["EPERM", "permission is denied"],
  ["EEXIST", "it exists already"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ELOOP", "its links lead in a circle"],
  ["ENXIO", "nobody is at its other end"],
  ["EPIPE", "nobody reads it any more"],
  ["ENOSPC", "no space is left on the device"],
  ["EDQUOT", "no space is left for this user"],
  ["EFBIG", "it would become larger than a file may be"],
  ["EIO", "the device reports an error"],
  ["EROFS", "its file system is read-only"],
  ["ECONNREFUSED", "nothing listens there"],
  ["ECONNRESET", "the connection was broken off"],
  ["ENOTFOUND", "there is no such host"],
  ["EAI_AGAIN", "the name of the host cannot be looked up"],
  ["ETIMEDOUT", "it took too long"],
  ["EHOSTUNREACH", "the host cannot be reached"],
  ["EADDRNOTAVAIL", "no such address belongs to this machine"],
  ["ENETUNREACH", "the network cannot be reached"],
  ["ERR_INVALID_ARG_VALUE", "its name is no file name"]
])

/** What an error of the operating system says, in words: `there is no such file`. */
export const systemProblem = (cause: unknown): string =>
  (Predicate.hasProperty(cause, "code") ? sentences.get(cause.code) : undefined) ??
  (cause instanceof Error ? cause.message : String(cause))

/** What was wrong with a file, in words. */
export const fileProblem = ({ reason }: PlatformError.PlatformError): string => {
  const { cause } = reason
  const isKnown = Predicate.hasProperty(cause, "code") && sentences.has(cause.code)
  return isKnown ? systemProblem(cause) : (sentences.get(reason._tag) ?? reason.description ?? reason.message)
}
