import { Context, type Effect } from "effect"
import type { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { administrationGroup } from "./administration_group.ts"
import type { Refusal } from "./refusals.ts"

type Endpoints = HttpApiGroup.Endpoints<typeof administrationGroup>

/** What a command hands over for a verb, and what it gets. */
type Verbs = {
  readonly [Verb in Endpoints as Verb["identifier"]]: (
    request: HttpApiEndpoint.Payload<Verb>["Type"]
  ) => Effect.Effect<HttpApiEndpoint.Success<Verb>["Type"], Refusal>
}

/**
 * What the command line does with what a server keeps: the verbs of `administrationGroup`. The same wherever it happens:
 * in this process, in the one that has the data folder, or through a server's console API.
 */
export class Administration extends Context.Service<Administration, Verbs>()("flowglass/Administration") {}
