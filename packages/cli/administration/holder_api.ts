import { HttpApi } from "effect/http-api"
import { administrationGroup } from "./administration_group.ts"
import { CommandUnderstood } from "./command_understood.ts"

/**
 * How commands ask the process that has a data folder: on loopback, at a port and with a token that stand in the
 * folder's lock. It is no part of the server's own APIs.
 */
export class HolderApi extends HttpApi.make("holder").add(administrationGroup).middleware(CommandUnderstood) {}

/** The header in which advice travels, which no error's body has. */
export const hintHeader = "x-flowglass-hint"
