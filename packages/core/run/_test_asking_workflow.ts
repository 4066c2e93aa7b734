import { graphWorkflow } from "./_test_graph_workflow.ts"
import { showNode, startNode } from "./_test_nodes.ts"
import { askNode } from "./_test_paused_run.ts"

export const start = { id: "s", type: startNode }

export const show = (id: string, template: string, parent?: string) => ({
  id,
  type: showNode,
  config: { template },
  ...(parent === undefined ? {} : { parent })
})

export const hour = 3_600_000

export const simple = graphWorkflow(
  [start, askNode("ask"), show("y", "yes {{#ask.note#}}"), show("n", "no"), show("t", "late {{#ask.__action_id#}}")],
  [
    ["s", "ask"],
    ["ask", "y", "yes"],
    ["ask", "n", "no"],
    ["ask", "t", "__timeout"]
  ]
)
