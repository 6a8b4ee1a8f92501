export { bearerOf } from "./bearer.ts";
export { checkHost } from "./check-host.ts";
export { type AnswerCors, allowOrigin, createCors } from "./cors.ts";
export { createKeyCheck } from "./key-check.ts";
export { createOrigins, type Origins, readAllowedOrigin, readOrigin } from "./origins.ts";
export { readAddress } from "./read-address.ts";
export { bodyTypeOf, createReadText, type ReadText } from "./read-body.ts";
export { createReadJson, parseJson, type ReadJson } from "./read-json.ts";
export {
  createTrust,
  forwardedAddress,
  readTrustedProxies,
  type Trust,
  type TrustedProxies,
} from "./trusted-proxies.ts";
