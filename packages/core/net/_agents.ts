import type { Socket } from "node:net"
import { type Context, Effect, type Scope } from "effect"
import { Agent } from "undici"
import { makeConnector } from "./_connector.ts"
import type { OutboundRequest } from "./outbound_request.ts"

/** The most bytes of response headers, in all. */
export const maximumHeaderBytes = 64 * 1024

/** The agent that makes and keeps the connections of a kind of request. */
export type AgentOf = (guard: OutboundRequest["guard"], sslVerify: boolean) => Agent

/**
 * Agents by guard and certificate check: a connection made for an operator's address is never used by a workflow.
 * They and all their sockets are closed with the scope. Environment variables that name proxies are not read.
 */
export const makeAgents = (context: Context.Context<never>): Effect.Effect<AgentOf, never, Scope.Scope> =>
  Effect.gen(function* () {
    const agents = new Map<string, Agent>()
    const sockets = new Set<Socket>()
    yield* Effect.addFinalizer(() =>
      Effect.promise(() => {
        const destroyed = Promise.all(Array.from(agents.values(), (agent) => agent.destroy()))
        for (const socket of sockets) socket.destroy()
        return destroyed
      })
    )
    return (guard, sslVerify) => {
      const key = `${guard} ${sslVerify}`
      const known = agents.get(key)
      if (known !== undefined) return known
      const connect = makeConnector({ guarded: guard === "guarded", sslVerify, sockets, context })
      const agent = new Agent({ connect, allowH2: false, pipelining: 1, maxHeaderSize: maximumHeaderBytes })
      agents.set(key, agent)
      return agent
    }
  })
