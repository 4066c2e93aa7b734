import ipaddr from "ipaddr.js"

// Public by its number, yet the address of Azure's instance metadata and platform services.
const platformAddresses = new Set(["168.63.129.16"])

const isPublicVersion4 = (address: ipaddr.IPv4): boolean =>
  address.range() === "unicast" && !platformAddresses.has(address.toString())

// Only 2000::/3 is assigned to the public Internet; "unicast" alone would let IPv4-compatible and unassigned blocks in.
const isPublicVersion6 = (address: ipaddr.IPv6): boolean =>
  ((address.parts[0] ?? 0) & 0xe000) === 0x2000 && address.range() === "unicast"

/** The address without dotted digits, which ipaddr.js reads as mapped IPv4 wherever they stand. */
const canonical = (text: string): string =>
  text.includes(":") ? (URL.parse(`http://[${text}]`)?.hostname.slice(1, -1) ?? "") : text

/**
 * Whether an address is on the public Internet: unicast and neither private, local, reserved nor a way to tunnel IPv4
 * (NAT64, 6to4, Teredo). An IPv4-mapped address is judged by the IPv4 address in it.
 */
export const isPublicAddress = (text: string): boolean => {
  const plain = canonical(text)
  if (!ipaddr.isValid(plain)) return false
  const address = ipaddr.parse(plain)
  if (address instanceof ipaddr.IPv4) return isPublicVersion4(address)
  return address.isIPv4MappedAddress() ? isPublicVersion4(address.toIPv4Address()) : isPublicVersion6(address)
}
