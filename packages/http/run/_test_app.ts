import type { App, WorkflowVersion } from "@flowglass/core"
import { greeting, type TestContent } from "../stream/_test_workflows.ts"
import type { AppRunRequest } from "./app_runner.ts"

/** An app of the tests: at most two runs at a time. */
export const testApp: App = {
  id: "a",
  tenantId: "t",
  name: "Test",
  description: "",
  mode: "workflow",
  iconType: null,
  icon: null,
  iconBackground: null,
  useIconAsAnswerIcon: false,
  maxActiveRequests: 2,
  enableApi: true,
  enableSite: true,
  workflowId: null,
  createdBy: null,
  createdAt: 0,
  updatedBy: null,
  updatedAt: 0
}

/** The draft of the app with some content. */
export const versionOf = (content: TestContent): WorkflowVersion => ({
  ...content,
  id: "w",
  tenantId: "t",
  appId: "a",
  mode: "workflow",
  version: "draft",
  hash: JSON.stringify(content.graph),
  markedName: "",
  markedComment: "",
  createdBy: null,
  createdAt: 0,
  updatedBy: null,
  updatedAt: 0
})

/** A run of the app that works, but for what is changed. */
export const requestOf = (change: Partial<AppRunRequest> = {}): AppRunRequest => ({
  app: testApp,
  workflow: versionOf(greeting),
  starter: { role: "account", id: "me", name: "Me", email: "me@example.test" },
  trigger: "debugging",
  inputs: { name: "Ada" },
  ...change
})
