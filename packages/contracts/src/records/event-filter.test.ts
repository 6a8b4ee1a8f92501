import { describe, expect, it } from "vitest";
import {
  eventFilterIssue,
  filteredEventNames,
  isAdminEventName,
  isCustomEventName,
  recordEventNames,
  unknownEventNames,
} from "./event-filter.ts";

describe("a custom event's name", () => {
  it.each(["lab.ready", "a", "Admin.audit", "x-ray.taken", "a_b.c1", "a".repeat(64)])("may be %s", (name) => {
    expect(isCustomEventName(name)).toBe(true);
  });

  it.each([
    ["empty", ""],
    ["longer than 64 characters", "a".repeat(65)],
    ["of words with spaces", "lab ready"],
    ["begun by a digit", "1lab"],
    ["of an empty word", "lab..ready"],
    ["ended by a dot", "lab."],
    ["the hub's own", "connected"],
    ["the hub's own in capitals", "Batch"],
    ["one of the stream's events", "record.created"],
    ["in the family of one of them", "record.deleted"],
    ["the name of a family", "system"],
    ["that of an event but for a plural", "notifications"],
    ["that of an event but for its case", "NOTIFICATION"],
    ["that of an event but for a dash", "recordcreated"],
    ["that of an event but for its dot", "system-alert"],
  ])("is not %s", (_what, name) => {
    expect(isCustomEventName(name)).toBe(false);
  });
});

describe("?events=", () => {
  it("names each event once, without spaces and empty places", () => {
    expect(filteredEventNames(" notification,, lab.ready ,notification")).toEqual(["notification", "lab.ready"]);
  });

  it.each([undefined, "", " , "])("filters nothing where it is %o", (events) => {
    expect(filteredEventNames(events)).toBeUndefined();
  });

  it("may name every event of the stream and custom ones", () => {
    const events = [...recordEventNames, "lab.ready"].join(",");
    expect(unknownEventNames(events)).toEqual([]);
    expect(eventFilterIssue(events)).toBeUndefined();
  });

  it("that names an event nearly right is answered with the right name, once", () => {
    expect(eventFilterIssue("record.create,recordCreated,record_created")).toBe(
      'There is no event "record.create", "recordCreated", "record_created"; did you mean record.created?',
    );
  });

  it("that names nothing known is answered with all names", () => {
    expect(eventFilterIssue("system.reboot")).toBe(
      `There is no event "system.reboot"; there are ${recordEventNames.join(", ")}, and custom ones`,
    );
  });
});

it.each([
  ["admin.audit", true],
  ["ADMIN.audit", true],
  ["administration", false],
  ["lab.admin.audit", false],
])("whether only admins hear %s: %s", (name, answer) => {
  expect(isAdminEventName(name)).toBe(answer);
});
