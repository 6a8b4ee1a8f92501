export { createDecoder, type DecodedEvent, type Decoder, type DecoderOptions } from "./decode.ts";
export { encodeComment, encodeEvent, MAX_RETRY_MS, type WireEvent } from "./encode.ts";
export { WireError, type WireErrorCode } from "./error.ts";
