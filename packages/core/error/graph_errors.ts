import { defineError } from "./define_error.ts"

/** `nodes` is no list, or holds no node. */
export class GraphNodesInvalid extends defineError<GraphNodesInvalid>()({
  code: "graph_nodes_invalid",
  status: 400,
  family: "dsl",
  title: "The graph has no list of nodes",
  remedy: "Give `graph.nodes` a list with at least one node."
}) {}

/** An entry of `nodes` is no mapping. */
export class GraphNodeInvalid extends defineError<GraphNodeInvalid>()({
  code: "graph_node_invalid",
  status: 400,
  family: "dsl",
  title: "A node is not a mapping",
  remedy: "Write the node as a mapping with id and data."
}) {}

/** A node has no id, or one that is no text. */
export class GraphNodeIdMissing extends defineError<GraphNodeIdMissing>()({
  code: "graph_node_id_missing",
  status: 400,
  family: "dsl",
  title: "A node has no id",
  remedy: "Give the node an id of its own, in quotes when it is a number."
}) {}

/** Two nodes have the same id. */
export class GraphNodeIdDuplicate extends defineError<GraphNodeIdDuplicate>()({
  code: "graph_node_id_duplicate",
  status: 400,
  family: "dsl",
  title: "Two nodes have the same id",
  remedy: "Give each node an id of its own."
}) {}

/** `data` of a node is no mapping. */
export class GraphNodeDataInvalid extends defineError<GraphNodeDataInvalid>()({
  code: "graph_node_data_invalid",
  status: 400,
  family: "dsl",
  title: "A node has no data",
  remedy: "Give the node `data` with at least its type."
}) {}

/** `data.type` of a node is missing or empty. */
export class GraphNodeTypeMissing extends defineError<GraphNodeTypeMissing>()({
  code: "graph_node_type_missing",
  status: 400,
  family: "dsl",
  title: "A node has no type",
  remedy: "Set `data.type` of the node."
}) {}

/** No node type of this name is registered. */
export class NodeTypeUnknown extends defineError<NodeTypeUnknown>()({
  code: "node_type_unknown",
  status: 400,
  family: "dsl",
  title: "The type of a node is not known",
  remedy:
    "Correct the name, or add a node type of your own (`nodes` of `open`, command line: `--import FILE`); `flowglass nodes` lists the known ones."
}) {}

/** The `data` of a node does not fit its type. */
export class NodeConfigInvalid extends defineError<NodeConfigInvalid>()({
  code: "node_config_invalid",
  status: 400,
  family: "dsl",
  title: "A node is configured wrongly",
  remedy: "Correct the field; `flowglass nodes TYPE` lists the fields of a type."
}) {}

/** `error_strategy` or `retry_config` is not what Dify writes. */
export class ErrorStrategyInvalid extends defineError<ErrorStrategyInvalid>()({
  code: "error_strategy_invalid",
  status: 400,
  family: "dsl",
  title: "The error handling of a node is wrong",
  remedy:
    "Set `error_strategy` to fail-branch or default-value or leave it out; `retry_config` has max_retries, retry_interval and retry_enabled."
}) {}

/** A default value does not have its declared type. */
export class DefaultValueInvalid extends defineError<DefaultValueInvalid>()({
  code: "default_value_invalid",
  status: 400,
  family: "dsl",
  title: "A default value is wrong",
  remedy: "Give the default value the type it declares."
}) {}

/** A branch node cannot go on with default values: no branch would be selected. */
export class DefaultValueOnBranchNode extends defineError<DefaultValueOnBranchNode>()({
  code: "default_value_on_branch_node",
  status: 400,
  family: "dsl",
  title: "A branch node cannot have default values",
  remedy: "Use fail-branch, or no error strategy, on this node."
}) {}

/** `edges` is no list. */
export class GraphEdgesInvalid extends defineError<GraphEdgesInvalid>()({
  code: "graph_edges_invalid",
  status: 400,
  family: "dsl",
  title: "The edges of the graph are not a list",
  remedy: "Give `graph.edges` a list, or leave it out."
}) {}

/** An edge has no source, no target or an impossible handle. */
export class GraphEdgeInvalid extends defineError<GraphEdgeInvalid>()({
  code: "graph_edge_invalid",
  status: 400,
  family: "dsl",
  title: "An edge is wrong",
  remedy: "Give the edge a source and a target: ids of nodes, in quotes."
}) {}

/** An edge starts or ends at a node that is not there. */
export class GraphEdgeUnknownNode extends defineError<GraphEdgeUnknownNode>()({
  code: "graph_edge_unknown_node",
  status: 400,
  family: "dsl",
  title: "An edge names a node that is not there",
  remedy: "Correct the id, or remove the edge."
}) {}

/** An edge leads into or out of an iteration or loop. */
export class GraphEdgeCrossesContainer extends defineError<GraphEdgeCrossesContainer>()({
  code: "graph_edge_crosses_container",
  status: 400,
  family: "dsl",
  title: "An edge crosses the border of a container",
  remedy: "Connect the container itself; only nodes of the same container can be connected."
}) {}

/** A node says it is inside something that is no container, or a container lacks its start. */
export class GraphContainerInvalid extends defineError<GraphContainerInvalid>()({
  code: "graph_container_invalid",
  status: 400,
  family: "dsl",
  title: "A container is wrong",
  remedy: "Let `iteration_id` or `loop_id` name an iteration or loop, and its `start_node_id` a node inside it."
}) {}

/** No start node and no trigger. */
export class GraphRootMissing extends defineError<GraphRootMissing>()({
  code: "graph_root_missing",
  status: 400,
  family: "dsl",
  title: "The graph has no start",
  remedy: "Add a start node."
}) {}

/** Several nodes could be the start. */
export class GraphRootAmbiguous extends defineError<GraphRootAmbiguous>()({
  code: "graph_root_ambiguous",
  status: 400,
  family: "dsl",
  title: "The graph has more than one start",
  remedy: "Keep one start node; start and triggers do not go together."
}) {}

/** Nodes that wait for each other would never run. */
export class GraphCycle extends defineError<GraphCycle>()({
  code: "graph_cycle",
  status: 400,
  family: "dsl",
  title: "The graph has a cycle",
  remedy: "Remove one of the edges of the cycle; use a loop to repeat nodes."
}) {}

/** No path from the start leads to the node. */
export class GraphNodeUnreachable extends defineError<GraphNodeUnreachable>()({
  code: "graph_node_unreachable",
  status: 400,
  family: "dsl",
  title: "A node can never run",
  remedy: "Connect the node, or remove it."
}) {}

/** An edge leaves a handle that its source cannot select. */
export class GraphHandleDangling extends defineError<GraphHandleDangling>()({
  code: "graph_handle_dangling",
  status: 400,
  family: "dsl",
  title: "An edge leaves a handle that is not there",
  remedy: "Draw the edge from a handle that the source node has."
}) {}

/** A node reads a variable that cannot exist. */
export class GraphReferenceUnknown extends defineError<GraphReferenceUnknown>()({
  code: "graph_reference_unknown",
  status: 400,
  family: "dsl",
  title: "A node reads something that cannot exist",
  remedy: "Correct the reference: node id first, then the name of one of its outputs."
}) {}

/** A part of a node has no effect here, though the node runs. */
export class NodePartIgnored extends defineError<NodePartIgnored>()({
  code: "node_part_ignored",
  status: 400,
  family: "dsl",
  title: "A part of a node has no effect here",
  remedy: "Nothing, if the workflow can do without it; else do in another way what the message says."
}) {}

/** Codes about nodes and edges with which a file does not run. */
export const graphRefusals = [
  GraphNodesInvalid,
  GraphNodeInvalid,
  GraphNodeIdMissing,
  GraphNodeIdDuplicate,
  GraphNodeDataInvalid,
  GraphNodeTypeMissing,
  NodeTypeUnknown,
  NodeConfigInvalid,
  ErrorStrategyInvalid,
  DefaultValueInvalid,
  DefaultValueOnBranchNode,
  GraphEdgesInvalid,
  GraphEdgeInvalid,
  GraphEdgeUnknownNode,
  GraphEdgeCrossesContainer,
  GraphContainerInvalid,
  GraphRootMissing,
  GraphCycle
] as const

/** Codes about nodes and edges that are errors only for who wants strictness. */
const graphWarnings = [
  GraphRootAmbiguous,
  GraphNodeUnreachable,
  GraphHandleDangling,
  GraphReferenceUnknown,
  NodePartIgnored
] as const

/** Codes about nodes and edges of a file. */
export const graphErrors = [...graphRefusals, ...graphWarnings] as const
