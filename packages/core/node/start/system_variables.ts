/** The names that `sys` can have; which of them a run has depends on its kind. */
export const systemVariables = [
  "query",
  "files",
  "conversation_id",
  "user_id",
  "dialogue_count",
  "app_id",
  "workflow_id",
  "workflow_run_id",
  "timestamp",
  "document_id",
  "original_document_id",
  "batch",
  "dataset_id",
  "datasource_type",
  "datasource_info",
  "invoke_from"
] as const
