import { expect, it } from "vitest";
import { afterGreeting, judgeLoad } from "./load-outcome.ts";

const yes = true;
const no = false;

// Was the stream running, is it, the snapshot's position, the greeting's, was a reload asked for: continuous, reload?
it.each([
  [no, no, "e:5", undefined, no, { isContinuous: yes, reload: no }],
  [no, no, undefined, undefined, no, { isContinuous: no, reload: no }],
  [no, yes, "e:5", undefined, no, { isContinuous: no, reload: yes }],
  [no, yes, undefined, undefined, no, { isContinuous: no, reload: yes }],
  [yes, yes, "e:5", undefined, no, { isContinuous: yes, reload: no }],
  [yes, yes, undefined, undefined, no, { isContinuous: yes, reload: no }],
  [yes, yes, "e:5", "e:5", no, { isContinuous: yes, reload: no }],
  [yes, yes, "e:5", "e:6", no, { isContinuous: yes, reload: yes }],
  [yes, yes, undefined, "e:6", no, { isContinuous: yes, reload: yes }],
  [yes, yes, "e:5", undefined, yes, { isContinuous: yes, reload: yes }],
])(
  "C1.2, C1.3: stream running before %s and after %s, snapshot at %s, greeted at %s, reload asked for %s",
  (streamWasRunning, streamIsRunning, position, requiredPosition, reloadRequested, outcome) => {
    const facts = { streamWasRunning, streamIsRunning, position, requiredPosition, reloadRequested };
    expect(judgeLoad(facts)).toEqual(outcome);
  },
);

const continuous = { position: "e:5", isContinuous: yes };
const interrupted = { position: "e:5", isContinuous: no };

it.each([
  ["complete", "e:9", no, no, continuous, "keep"],
  ["complete", "e:9", no, no, interrupted, "reload"],
  ["complete", "e:9", no, yes, interrupted, "keep"],
  ["complete", "e:9", no, no, undefined, "keep"],
  ["complete", "e:9", yes, no, continuous, "reload"],
  ["complete", "e:9", yes, yes, continuous, "keep"],
  ["none", "e:5", no, no, continuous, "keep"],
  ["none", "e:9", no, no, continuous, "reload"],
  ["gap", "e:9", no, no, continuous, "reload"],
  ["gap", "e:9", no, no, undefined, "reload"],
  ["gap", "e:9", no, yes, continuous, "require"],
  ["none", "e:9", yes, yes, undefined, "require"],
  ["none", "e:5", yes, no, continuous, "reload"],
] as const)(
  "C1.3, C1.4: greeted with %s at %s, failed %s, loading %s, shown %j: %s",
  (resume, position, hasFailed, isLoading, shown, expected) => {
    expect(afterGreeting({ resume, position }, { hasFailed, isLoading, shown })).toBe(expected);
  },
);
