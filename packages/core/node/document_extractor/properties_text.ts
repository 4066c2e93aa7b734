// Python's str.splitlines: more line ends than JavaScript's.
// oxlint-disable-next-line no-control-regex
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/

const propertyLine = (given: string): string => {
  const line = given.trim()
  if (line === "" || line.startsWith("#") || line.startsWith("!")) return line
  const mark = line.includes("=") ? "=" : ":"
  const end = line.indexOf(mark)
  return end < 0 ? `${line}: ` : `${line.slice(0, end).trim()}: ${line.slice(end + 1).trim()}`
}

/** A properties file with one `name: value` a line; comments stay. */
export const propertiesText = (text: string): string => {
  const lines = text.split(lineEnds)
  if (lines.at(-1) === "") lines.pop()
  return lines.map(propertyLine).join("\n")
}
