/** One way to cut the same bytes. */
export interface Chunking {
  readonly how: string;
  readonly chunks: readonly Uint8Array[];
}

/** The longest stream that is cut at each of its bytes. */
const CUT_EVERYWHERE_BYTES = 256;

/** All the ways in which a case is run: as given, whole, byte by byte, and cut in two at every byte of a short one. */
export function* chunkings(given: readonly Uint8Array[]): Generator<Chunking> {
  const whole = Buffer.concat(given);
  yield { how: "as given", chunks: given };
  yield { how: "as one chunk", chunks: [whole] };
  yield { how: "byte by byte", chunks: Array.from(whole, (_, at) => whole.subarray(at, at + 1)) };
  if (whole.length > CUT_EVERYWHERE_BYTES) return;
  for (let at = 1; at < whole.length; at += 1) {
    yield { how: `cut in two after byte ${at}`, chunks: [whole.subarray(0, at), whole.subarray(at)] };
  }
}
