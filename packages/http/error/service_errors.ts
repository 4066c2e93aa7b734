import { defineError } from "@flowglass/core/error"

/** The key's app is no workflow. Dify's code. */
export class NotWorkflowApp extends defineError<NotWorkflowApp>()({
  code: "not_workflow_app",
  status: 400,
  family: "http",
  title: "The app is no workflow",
  remedy: "Use the key of a workflow app, or the route for the app's own mode."
}) {}

/** The app has nothing to run. Dify's code. */
export class AppUnavailable extends defineError<AppUnavailable>()({
  code: "app_unavailable",
  status: 400,
  family: "http",
  title: "The app has no published version",
  remedy: "Publish the app first."
}) {}

/** Codes of the service API. */
export const serviceErrors = [NotWorkflowApp, AppUnavailable] as const
