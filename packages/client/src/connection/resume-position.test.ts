import { expect, it } from "vitest";
import { createResumePosition } from "./resume-position.ts";

function startedAt(snapshot: string) {
  const position = createResumePosition();
  position.start(snapshot);
  return position;
}

it("C1.1: asks to go on after the snapshot, until something came after it", () => {
  const position = startedAt("e:5");
  expect(position.forRequest()).toEqual({ lastEventId: "e:5", fromSnapshot: true });
  position.onWire("e:6");
  expect(position.forRequest()).toEqual({ lastEventId: "e:6", fromSnapshot: false });
});

it("without a snapshot asks for nothing in particular", () => {
  expect(startedAt("").forRequest()).toEqual({ lastEventId: "", fromSnapshot: false });
});

it.each(["none", "gap"] as const)("a greeting with %s moves it to where the stream stands", (resume) => {
  const position = startedAt("e:5");
  position.forRequest();
  position.greeted({ resume, position: "e:9" });
  expect(position.lastEventId).toBe("e:9");
});

it("D4.3: a greeting with complete leaves it, because the missed events are yet to come", () => {
  const position = startedAt("e:5");
  position.forRequest();
  position.greeted({ resume: "complete", position: "e:9" });
  expect([position.lastEventId, position.hasAdvanced]).toEqual(["e:5", false]);
});

it.each(["", "e:9\r\nX-Forged: 1"])("C2.2: a greeting's position of %j is not taken", (told) => {
  const position = startedAt("e:5");
  position.greeted({ resume: "none", position: told });
  expect(position.lastEventId).toBe("e:5");
});

it("C13.3: an event that repeats the wire's id does not take back what the greeting said", () => {
  const position = startedAt("e:5");
  position.forRequest();
  position.greeted({ resume: "none", position: "e:9" });
  position.onWire("e:5");
  expect(position.lastEventId).toBe("e:9");
  position.onWire("e:10");
  expect([position.lastEventId, position.hasAdvanced]).toEqual(["e:10", true]);
});

it("an id that is reset on the wire is reset here", () => {
  const position = startedAt("e:5");
  position.forRequest();
  position.onWire("");
  expect(position.forRequest()).toEqual({ lastEventId: "", fromSnapshot: false });
});
