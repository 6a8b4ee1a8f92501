import type { Verdict } from "../verdict.ts";
import { forgedFields } from "./forged-fields.ts";
import { runFuzzCase } from "./fuzz-case.ts";
import { fuzzedRequests } from "./requests/fuzzed-requests.ts";
import { roundTrip } from "./round-trip.ts";

/** Everything that must hold for any input, tried as often as the proofs ask for. */
export async function* fuzz(seed: number): AsyncGenerator<Verdict> {
  yield runFuzzCase(roundTrip, { runs: 100_000, seed });
  yield runFuzzCase(forgedFields, { runs: 100_000, seed });
  yield runFuzzCase(fuzzedRequests, { runs: 12_000, seed });
}
