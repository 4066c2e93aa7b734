import { plainJson } from "@flowglass/core"
import { HttpServerResponse } from "effect/http"

/** A JSON body in which integers of any size keep their digits, unlike those that schemas write. */
export const jsonResponse = (body: unknown): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(plainJson(body), { contentType: "application/json" })
