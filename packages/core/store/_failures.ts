import {
  AccountNotLinkTenant,
  AlreadySetup,
  ApiKeyNotFound,
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  EmailAlreadyInUse,
  MaxKeysExceeded,
  WorkflowNotFound
} from "../error/store_errors.ts"

/** How many keys an app may have. */
export const mostAppKeys = 10

// Every store says these in the same words; those that Dify has are Dify's.

export const accountNotLinkTenant = (): AccountNotLinkTenant =>
  new AccountNotLinkTenant({ message: "Account not link tenant." })

export const alreadySetup = (): AlreadySetup => new AlreadySetup({ message: "This installation is set up already." })

export const apiKeyNotFound = (): ApiKeyNotFound => new ApiKeyNotFound({ message: "API key not found" })

/** A missing app and a foreign one are told in the same words. */
export const appNotFound = (): AppNotFound => new AppNotFound({ message: "App not found." })

export const draftWorkflowNotExist = (): DraftWorkflowNotExist =>
  new DraftWorkflowNotExist({ message: "Draft workflow need to be initialized." })

export const draftWorkflowNotSync = (): DraftWorkflowNotSync =>
  new DraftWorkflowNotSync({ message: "Workflow graph might have been modified, please refresh and resubmit." })

export const emailAlreadyInUse = (): EmailAlreadyInUse =>
  new EmailAlreadyInUse({ message: "A user with this email already exists." })

export const maxKeysExceeded = (): MaxKeysExceeded =>
  new MaxKeysExceeded({ message: `Cannot create more than ${mostAppKeys} API keys for this resource type.` })

export const workflowNotFound = (): WorkflowNotFound => new WorkflowNotFound({ message: "Workflow not found" })
