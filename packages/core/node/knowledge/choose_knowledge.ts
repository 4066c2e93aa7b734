import { jsonObjectIn } from "../../model/json_object_in.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { property } from "../../value/value_object.ts"
import type { ConnectedBases } from "./connected_bases.ts"
import type { RetrievalQuestion } from "./retrieval_question.ts"

const task = `You decide where to look for the answer to a question. The question comes as a JSON object: "question" is its text, "knowledge_bases" are the places to look, each with its id and what is known of it. Choose the one that most likely has the answer.

Answer with one JSON object and nothing else: {"dataset_id": the id}, exactly as in the list, or {"dataset_id": null} when none of them can have it.`

/** Which of several knowledge bases to search. */
export const knowledgeQuestion = (question: string, bases: ConnectedBases): RetrievalQuestion => ({
  part: "choose",
  task,
  about: {
    question,
    knowledge_bases: [...bases].map(([id, { name, description }]) => ({
      dataset_id: id,
      name: name ?? id,
      description
    }))
  }
})

/** The knowledge base that an answer names; none when it names none of them, as in Dify. */
export const chosenKnowledge = (answer: string, bases: ConnectedBases): ConnectedBases => {
  const said = jsonObjectIn(withoutReasoning(answer))
  const id = said === undefined ? undefined : property(said, "dataset_id")
  const base = typeof id === "string" ? bases.get(id) : undefined
  return new Map(typeof id === "string" && base !== undefined ? [[id, base]] : [])
}
