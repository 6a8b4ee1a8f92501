export { acceptedCases, type PublishingCase, type RefusedCase, refusedCases } from "./publishing-cases.ts";
