import { createMemoryNodes } from "@tidings/hub/memory";
import { expect, it } from "vitest";
import { readStatsOfNodes } from "./stats-of-nodes.ts";

const stats = {
  totalClients: 1,
  clientsByUser: { ada: 1 },
  averageConnectionDuration: 1000,
  totalEventsSent: 5,
  lastEventTime: null,
};
const nodesThatSay = (...facts: readonly unknown[]) => ({
  all: async () => facts.map((said, index) => ({ id: `node ${index}`, facts: said })),
});

it("D30.5: adds up what all nodes say, and says of how many nodes the answer is made", async () => {
  const busy = {
    totalClients: 3,
    clientsByUser: { ada: 1, grace: 2 },
    averageConnectionDuration: 5000,
    totalEventsSent: 7,
    lastEventTime: 1_800_000_000_000,
  };
  const nodes = nodesThatSay({ notifications: stats, other: 1 }, { notifications: busy });
  expect(await readStatsOfNodes(nodes)).toEqual({
    nodes: 2,
    nodesMissing: 0,
    totalClients: 4,
    clientsByUser: { ada: 2, grace: 2 },
    averageConnectionDuration: 4000,
    totalEventsSent: 12,
    lastEventTime: 1_800_000_000_000,
  });
});

it("D30.5: a node that says nothing of it, or something else, is missing in words", async () => {
  const wrong = [
    null,
    {},
    { notifications: { ...stats, totalClients: "1" } },
    { notifications: { ...stats, clientsByUser: { ada: "x" } } },
    { notifications: { ...stats, lastEventTime: "now" } },
  ];
  const answer = await readStatsOfNodes(nodesThatSay(...wrong, { notifications: stats }));
  expect(answer).toEqual({ ...stats, nodes: 1, nodesMissing: 5 });
});

it("D30.5: of nobody the average is 0, and one process is one node", async () => {
  const none = { ...stats, totalClients: 0, clientsByUser: {}, averageConnectionDuration: 0 };
  const nodes = createMemoryNodes(() => ({ notifications: none }));
  expect(await readStatsOfNodes(nodes)).toMatchObject({ nodes: 1, averageConnectionDuration: 0 });
});
