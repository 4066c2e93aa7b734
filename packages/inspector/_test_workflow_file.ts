/** The data of a node of a file, its type among it. */
export interface FileNode {
  readonly type: string
  readonly [name: string]: unknown
}

/** An edge: source, target, and the handle unless it is `source`. */
export type FileEdge = readonly [string, string, string?]

/** A Dify file from nodes by id and edges. */
export const workflowFile = (
  nodes: { readonly [id: string]: FileNode },
  edges: ReadonlyArray<FileEdge>,
  options: { readonly mode?: "workflow" | "advanced-chat"; readonly workflow?: object } = {}
): { readonly text: string } => ({
  text: JSON.stringify({
    app: { mode: options.mode ?? "workflow", name: "Test" },
    kind: "app",
    version: "0.6.0",
    workflow: {
      ...options.workflow,
      graph: {
        nodes: Object.entries(nodes).map(([id, data]) => ({ id, type: "custom", data: { title: id, ...data } })),
        edges: edges.map(([source, target, sourceHandle], index) => ({
          id: `e${index}`,
          source,
          target,
          sourceHandle: sourceHandle ?? "source"
        }))
      }
    }
  })
})
