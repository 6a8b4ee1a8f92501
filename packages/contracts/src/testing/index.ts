export { type ApiAnswer, type ApiCase, type ApiRequest, type ApiStep, playApiCase } from "./api/api-case.ts";
export { apiCases } from "./api/api-cases.ts";
export {
  anotherUserFor,
  type CreationCase,
  type CreationStep,
  creationCases,
  otherBodies,
  sampleBodyOf,
} from "./creation-cases.ts";
export { notesStream } from "./notes-stream.ts";
export { acceptedCases, type PublishingCase, type RefusedCase, refusedCases } from "./publishing-cases.ts";
