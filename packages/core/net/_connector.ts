import { connect as connectTcp, isIP, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import { Context } from "effect"
import type { buildConnector } from "undici"
import { hostOf } from "./_allow_rule.ts"
import { addressRefused, checkedLookup } from "./_checked_lookup.ts"
import { PhaseTimeout } from "./_phase_timer.ts"
import { isPublicAddress } from "./_public_address.ts"
import { OutboundPolicy } from "./outbound_policy.ts"

/** The longest a connection may take, whatever a request says: an attempt nobody waits for ends here. */
export const maximumConnectTime = 60_000

/** How connections are made. */
export interface ConnectorOptions {
  readonly guarded: boolean
  readonly sslVerify: boolean
  /** Every open socket, so that closing the layer also closes those that are still connecting. */
  readonly sockets: Set<Socket>
  readonly context: Context.Context<never>
}

const anyAddress = (): boolean => true

/** The address a host is, without asking anybody: itself, or loopback for localhost and the names below it. */
const knownAddress = (hostname: string): string | undefined => {
  if (isIP(hostname) !== 0) return hostname
  return /(^|\.)localhost$/i.test(hostOf(hostname)) ? "127.0.0.1" : undefined
}

const open = (
  options: ConnectorOptions,
  target: buildConnector.Options,
  check: (address: string) => boolean
): Socket => {
  const secure = target.protocol === "https:"
  const place = {
    host: target.hostname,
    port: Number(target.port || (secure ? 443 : 80)),
    lookup: checkedLookup(options.context, check),
    autoSelectFamily: true
  }
  if (!secure) return connectTcp(place)
  const servername = target.servername || (isIP(target.hostname) === 0 ? target.hostname : "")
  return connectTls({ ...place, servername, rejectUnauthorized: options.sslVerify, ALPNProtocols: ["http/1.1"] })
}

/**
 * Makes the connections of an agent. This is the one gate to the network: an address, written out or resolved, is
 * checked here, immediately before the socket opens.
 */
export const makeConnector = (options: ConnectorOptions): buildConnector.connector => {
  const policy = Context.get(options.context, OutboundPolicy)
  const isAllowed = (address: string) => isPublicAddress(address) || policy.allowsAddress(address)
  return (target, callback) => {
    const port = target.port || (target.protocol === "https:" ? "443" : "80")
    const free = !options.guarded || policy.allowsHost(target.protocol, target.hostname, port)
    // Node does not look up what is an address already.
    const address = knownAddress(target.hostname)
    if (!free && address !== undefined && !isAllowed(address)) {
      queueMicrotask(() => callback(addressRefused(target.hostname), null))
      return
    }
    const socket = open(options, target, free ? anyAddress : isAllowed)
    let waiting = true
    const timer = setTimeout(() => socket.destroy(new PhaseTimeout("connect", maximumConnectTime)), maximumConnectTime)
    options.sockets.add(socket)
    socket
      .setNoDelay(true)
      .once(target.protocol === "https:" ? "secureConnect" : "connect", () => {
        clearTimeout(timer)
        if (waiting) callback(null, socket)
        waiting = false
      })
      .on("error", (error) => {
        if (waiting) callback(error, null)
        waiting = false
      })
      .once("close", () => {
        clearTimeout(timer)
        options.sockets.delete(socket)
        if (waiting) callback(new Error("The connection was closed before it stood."), null)
        waiting = false
      })
  }
}
