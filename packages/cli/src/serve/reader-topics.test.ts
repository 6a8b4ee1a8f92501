import { expect, it } from "vitest";
import { buildsStream } from "../testing/ci-board.ts";
import { topicsOf, type Wish } from "./reader-topics.ts";

/** The keys of the topics that such a reader hears, or why there are none. */
function hears(wish: Partial<Wish>): readonly string[] | string {
  try {
    const topics = topicsOf({ stream: buildsStream, wanted: null, claim: undefined, open: false, ...wish });
    return topics.map(({ name }) => name.slice("builds/".length));
  } catch (error) {
    return String(error);
  }
}

const needs = (key: string) => `Refusal: Not allowed: the token's claim "topics" needs "builds/${key}"`;
const many = (count: number) => Array.from({ length: count }, (_, at) => `builds/${at}`);

it.each<[string, Partial<Wish>, readonly string[] | string]>([
  ["the topics of its token, and of no other stream", { claim: ["builds/a", "secrets/b", "builds/", "x"] }, ["a"]],
  ["each once", { claim: ["builds/a", "builds/a", "builds/b"] }, ["a", "b"]],
  ["the one that it names", { claim: ["builds/a", "builds/b"], wanted: "b" }, ["b"]],
  ["any that it names with every topic", { claim: ["builds/*"], wanted: "z" }, ["z"]],
  ["those that its token names beside every topic", { claim: ["builds/*", "builds/a"] }, ["a"]],
  ["nothing without a name where it may hear all", { claim: ["builds/*"] }, expect.stringContaining("name the one")],
  ["nothing that its token does not name", { claim: ["builds/a"], wanted: "b" }, needs("b")],
  ["nothing without topics", { claim: [] }, needs("key")],
  ["nothing without a claim", {}, needs("key")],
  ["an open stream's topic of everybody", { open: true }, ["all"]],
  ["that and its own at an open stream", { open: true, claim: ["builds/a", "builds/all"] }, ["all", "a"]],
  ["any that it names at an open stream", { open: true, wanted: "z" }, ["z"]],
  ["nothing by a star", { claim: ["builds/*"], wanted: "*" }, expect.stringContaining("must name one topic")],
  ["nothing by an empty name", { open: true, wanted: "" }, expect.stringContaining("must name one topic")],
])("S1.1: a reader hears %s", (_what, wish, heard) => {
  expect(hears(wish)).toEqual(heard);
});

it.each(["builds/a", { a: 1 }, ["builds/a", 1], 7])("S1.1: a claim %j is no list of texts", (claim) => {
  expect(hears({ claim })).toContain(`must be a list of texts as "builds/42"`);
});

it("S17: a reader hears at most 100 topics at once, its stream's own with them", () => {
  expect(hears({ claim: many(100) })).toHaveLength(100);
  expect(hears({ claim: many(101) })).toContain("The token names 101 topics of this stream; name one with ?topic=");
  expect(hears({ claim: many(99), open: true })).toHaveLength(100);
  expect(hears({ claim: many(100), open: true })).toContain("101 topics");
});
