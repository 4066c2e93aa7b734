import { Layer } from "effect"
import { InitGate } from "./init_gate.ts"
import { keyHolderLayer } from "./key_holder_layer.ts"
import { LoginLockout } from "./login_lockout.ts"
import { PasswordChange } from "./password_change.ts"
import { Passwords } from "./passwords.ts"
import { SessionTokens } from "./session_tokens.ts"
import { Sessions } from "./sessions.ts"
import { SignIn } from "./sign_in.ts"
import { SignInPace } from "./sign_in_pace.ts"
import { signedInLayer } from "./signed_in_layer.ts"

/** Sign-in, sessions and the guards of both APIs, over the stores and `ServerConfig`. */
export const authLayer = Layer.mergeAll(SignIn.layer, PasswordChange.layer, signedInLayer, keyHolderLayer).pipe(
  Layer.provideMerge(Layer.merge(Sessions.layer, InitGate.layer)),
  Layer.provideMerge(Layer.mergeAll(Passwords.layer, LoginLockout.layer, SessionTokens.layer, SignInPace.layer))
)
