import { Redacted } from "effect"
import {
  ModelAnswerInvalid,
  ModelAnswerTooLarge,
  ModelContentFiltered,
  ModelCredentialsInvalid,
  type ModelError,
  ModelNotFound,
  ModelRateLimited,
  ModelRequestInvalid,
  ModelServerFailed,
  ModelStreamInterrupted,
  ModelTimeout,
  ModelUnreachable
} from "../error/model_errors.ts"
import type { NetworkError } from "../net/outbound_request.ts"
import type { ReportedError } from "./_chat_chunk.ts"
import type { ChosenServer } from "./_chosen_server.ts"

const quoteLength = 500

/**
 * Makes the errors of one server. What others wrote (the server, the network) is quoted shortened, on one line, and
 * without the key, should they have repeated it.
 */
export class ModelFailures {
  readonly #server: ChosenServer
  readonly #secrets: ReadonlyArray<string>

  constructor(server: ChosenServer) {
    this.#server = server
    const { password, searchParams } = new URL(server.url)
    const key = server.apiKey === undefined ? "" : Redacted.value(server.apiKey).trim()
    this.#secrets = [key, password, ...searchParams.values()].filter((secret) => secret !== "")
  }

  /** The error of an HTTP status. */
  ofStatus(status: number, said: string, code = ""): ModelError {
    const message = this.message(`answered ${status}`, said)
    if (/content_?(filter|policy|management)/i.test(code)) return new ModelContentFiltered({ message })
    if (status === 401 || status === 403) return new ModelCredentialsInvalid({ message })
    if (status === 404) return new ModelNotFound({ message })
    if (status === 408 || status === 504 || status === 524) return new ModelTimeout({ message })
    // 402: the balance of the account is used up.
    if (status === 402 || status === 429) return new ModelRateLimited({ message })
    if (status >= 500) return new ModelServerFailed({ message })
    if (status >= 400) return new ModelRequestInvalid({ message })
    return new ModelAnswerInvalid({ message })
  }

  /** The error that an answer reports of itself after it began with status 200. */
  ofReport(report: ReportedError): ModelError {
    const { message: said, code, type } = typeof report === "string" ? { message: report } : report
    const words = `${code ?? ""} ${type ?? ""}`
    const status = Number(code)
    if (Number.isInteger(status) && status >= 400 && status < 600) return this.ofStatus(status, said ?? "", words)
    const message = this.message("reported an error", said || words.trim())
    if (/content_?(filter|policy|management)/i.test(words)) return new ModelContentFiltered({ message })
    if (/rate_limit|quota/i.test(words)) return new ModelRateLimited({ message })
    if (/authentication|api_key|permission/i.test(words)) return new ModelCredentialsInvalid({ message })
    if (/invalid_request/i.test(words)) return new ModelRequestInvalid({ message })
    return new ModelServerFailed({ message })
  }

  /** The error of a connection that failed. */
  ofNetwork(error: NetworkError): ModelError {
    switch (error.code) {
      case "capability_not_installed":
        return error
      case "outbound_timeout":
        return new ModelTimeout({ message: this.message("did not answer in time", error.message) })
      case "outbound_connection_lost":
        return new ModelStreamInterrupted({ message: this.message("broke off", error.message) })
      case "outbound_response_too_large":
        return this.tooLarge()
      case "outbound_response_invalid":
        return this.unreadable(error.message)
      case "outbound_request_invalid":
        return new ModelRequestInvalid({ message: this.message("cannot be sent this request", error.message) })
      default:
        return new ModelUnreachable({ message: this.message("cannot be reached", error.message) })
    }
  }

  interrupted(): ModelStreamInterrupted {
    return new ModelStreamInterrupted({ message: this.message("broke off", "the answer has no end") })
  }

  tooLarge(): ModelAnswerTooLarge {
    return new ModelAnswerTooLarge({ message: this.message("answered too much", "") })
  }

  unreadable(said: string): ModelAnswerInvalid {
    return new ModelAnswerInvalid({ message: this.message("answered something that is no chat completion", said) })
  }

  /** What happened, where, and what the other side said about it. */
  message(happened: string, said: string): string {
    const { name, provider, url } = this.#server
    const { origin, pathname } = new URL(url)
    const quoted = this.#quote(said)
    return `model "${name}" of "${provider}" at ${origin}${pathname} ${happened}${quoted === "" ? "" : `: ${quoted}`}`
  }

  #quote(said: string): string {
    const safe = this.#secrets.reduce((text, secret) => text.replaceAll(secret, "***"), said)
    const line = safe.replace(/[\s\p{Cc}]+/gu, " ").trim()
    return line.length > quoteLength ? `${line.slice(0, quoteLength)}...` : line
  }
}
