/** A text of the model inside a message: cut, because messages are stored and shown with every failure. */
export const shortened = (text: string, length = 500): string => {
  if (text.length <= length) return text
  const characters = Array.from(text.slice(0, length * 2 + 2))
  return characters.length <= length ? text : `${characters.slice(0, length).join("")}...[truncated]`
}
