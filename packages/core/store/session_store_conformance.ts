import { Clock, Effect } from "effect"
import { SessionStore } from "./session_store.ts"
import { expect, expectSame, hostileTexts, requirement, type StoreRequirement, unique } from "./store_requirement.ts"

/** What every `SessionStore` must do. */
export const sessionStoreRequirements: ReadonlyArray<StoreRequirement<SessionStore>> = [
  requirement(
    "weakness 27: of 10 who bring the same refresh token one gets the next",
    Effect.gen(function* () {
      const sessions = yield* SessionStore
      const now = yield* Clock.currentTimeMillis
      const [token, account] = [unique("token"), unique("account")]
      yield* sessions.open({ tokenHash: token, accountId: account, expiresAt: now + 1000 })
      const next = Array.from({ length: 10 }, () => unique("next"))
      const won = yield* Effect.forEach(
        next,
        (tokenHash) => sessions.rotate(token, { tokenHash, expiresAt: now + 1000 }, now),
        { concurrency: "unbounded" }
      )
      yield* expectSame(
        won.filter((id) => id !== undefined),
        [account],
        "winners"
      )
      yield* expect((yield* sessions.rotate(token, { tokenHash: "x", expiresAt: 0 }, now)) === undefined, "used twice")
      const winner = next[won.findIndex((id) => id !== undefined)] ?? ""
      const again = yield* sessions.rotate(winner, { tokenHash: unique("last"), expiresAt: now + 1000 }, now)
      yield* expect(again === account, "the successor is no session")
    })
  ),
  requirement(
    "ends sessions: expired ones, one, and all of an account",
    Effect.gen(function* () {
      const sessions = yield* SessionStore
      const now = yield* Clock.currentTimeMillis
      const [account, other] = [unique("account"), unique("account")]
      const open = (accountId: string) => {
        const tokenHash = unique("token")
        return Effect.as(sessions.open({ tokenHash, accountId, expiresAt: now + 1000 }), tokenHash)
      }
      const use = (token: string, at = now) =>
        sessions.rotate(token, { tokenHash: unique("next"), expiresAt: now + 1000 }, at)
      yield* expect((yield* use(yield* open(account), now + 1000)) === undefined, "used an expired session")
      const closed = yield* open(account)
      yield* sessions.close(closed)
      yield* expect((yield* use(closed)) === undefined, "used a closed session")
      const [one, two, foreign] = [yield* open(account), yield* open(account), yield* open(other)]
      yield* sessions.closeAll(account)
      yield* expectSame([yield* use(one), yield* use(two)], [undefined, undefined], "after closing all")
      yield* expect((yield* use(foreign)) === other, "closed the session of somebody else")
    })
  ),
  requirement(
    "counts failures under a key until they lapse, also many at the same time",
    Effect.gen(function* () {
      const sessions = yield* SessionStore
      const now = yield* Clock.currentTimeMillis
      const key = unique("key")
      yield* Effect.forEach(Array.from({ length: 20 }), () => sessions.countFailure(key, now, now + 100), {
        concurrency: "unbounded"
      })
      yield* expectSame(
        [yield* sessions.failures(key, now), yield* sessions.failures(key, now + 100)],
        [{ count: 20, until: now + 100 }, undefined],
        "failures now and later"
      )
      yield* expect((yield* sessions.countFailure(key, now + 100, now + 200)) === 1, "lapsed failures were counted on")
      yield* sessions.clearFailures(key)
      yield* expect((yield* sessions.failures(key, now)) === undefined, "cleared failures stayed")
      yield* expect((yield* sessions.failures(unique("other"), now)) === undefined, "failures out of nothing")
    })
  ),
  requirement(
    "hostile: takes every text as a token, an account and a key",
    Effect.gen(function* () {
      const sessions = yield* SessionStore
      const now = yield* Clock.currentTimeMillis
      for (const text of hostileTexts) {
        yield* sessions.close(text)
        const next = { tokenHash: `${text}${unique("next")}`, expiresAt: now + 10 }
        yield* expect((yield* sessions.rotate(text, next, now)) === undefined, "rotated what nobody opened")
        yield* sessions.open({ tokenHash: text, accountId: text, expiresAt: now + 10 })
        yield* expect((yield* sessions.rotate(text, next, now)) === text, "another account")
        yield* sessions.closeAll(text)
        yield* sessions.clearFailures(text)
        yield* expect((yield* sessions.countFailure(text, now, now + 10)) === 1, "counted under another key")
        yield* expectSame(yield* sessions.failures(text, now), { count: 1, until: now + 10 }, "not counted")
      }
    })
  )
]
