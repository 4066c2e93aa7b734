import { defineError } from "./define_error.ts"

/** A run that starts at a data source was not told what to take. Dify's texts. */
export class DatasourceInputInvalid extends defineError<DatasourceInputInvalid>()({
  code: "datasource_input_invalid",
  status: 422,
  family: "node",
  title: "A data source was not told what to take",
  remedy: "Give the run the inputs datasource_type and datasource_info, for local_file a file mapping."
}) {}

/** Data sources of this kind are plugins, and nothing stands for this one. Dify's text, and what to do. */
export class DatasourceNotConnected extends defineError<DatasourceNotConnected>()({
  code: "datasource_not_connected",
  status: 422,
  family: "node",
  title: "The plugin of a data source is not here",
  remedy: "Give what the plugin would find as datasource_info, of type local_file or website_crawl."
}) {}

/** Codes of data sources. */
export const datasourceErrors = [DatasourceInputInvalid, DatasourceNotConnected] as const
