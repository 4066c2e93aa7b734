/** A start that asks for `name`, templates one after the other, and an end: `count` nodes. */
export const chainGraph = (count: number) => {
  const ids = Array.from({ length: count - 2 }, (_, index) => `t${index}`)
  const nodes = [
    { id: "s", data: { type: "start", variables: [{ variable: "name", label: "Name", type: "text-input" }] } },
    ...ids.map((id, index) => ({
      id,
      data: {
        type: "template-transform",
        template: "{{ before }}.",
        variables: [{ variable: "before", value_selector: index === 0 ? ["s", "name"] : [`t${index - 1}`, "output"] }]
      }
    })),
    { id: "e", data: { type: "end", outputs: [{ variable: "text", value_selector: [ids.at(-1) ?? "s", "output"] }] } }
  ]
  const order = nodes.map(({ id }) => id)
  return { nodes, edges: order.slice(1).map((target, index) => ({ source: order[index], target })) }
}
