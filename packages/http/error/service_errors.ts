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

/** The answer to a form does not fit it; the form stays open. Dify's code; `params.code` is our own. */
export class InvalidFormData extends defineError<InvalidFormData>()({
  code: "invalid_form_data",
  status: 400,
  family: "http",
  title: "The answer does not fit the form",
  remedy: "Use one of the form's actions, and give every field a value of its type; the message says what is wrong."
}) {}

/** Codes of the service API. */
export const serviceErrors = [NotWorkflowApp, AppUnavailable, InvalidFormData] as const
