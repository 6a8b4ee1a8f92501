import type { Random } from "../random.ts";
import type { FaultName } from "./fault-names.ts";
import type { SimClient } from "./sim-client.ts";
import type { World } from "./world.ts";

/** Does each fault once, with what it needs to end by itself. */
export const faults: Readonly<Record<FaultName, (world: World) => void>> = {
  cut: ({ network, random }) => anyOf(random, [...network.links])?.cut(),
  stall: ({ network, random }) => anyOf(random, [...network.links])?.stall(random.int(100, 8_000)),
  silence: ({ network, random }) => anyOf(random, [...network.links])?.silence(),
  kill(world) {
    const server = anyOf(world.random, world.servers);
    if (server?.alive) world.kill(server);
    world.time.after(world.random.int(0, 3_000), "plan", () => world.boot());
  },
  drain(world) {
    const server = anyOf(world.random, world.servers);
    if (server?.listening) void server.drain(world.random.pick([0, 200, 2_000])).then(() => world.boot());
  },
  outage(world) {
    for (const server of world.servers) if (server.alive) world.kill(server);
    world.time.after(world.random.int(1_000, 15_000), "plan", () => world.boot());
  },
  sleep({ random, time, clients }) {
    const { machine, host } = random.pick(clients);
    const ms = random.int(500, 20_000);
    machine.asleepUntil = Math.max(machine.asleepUntil, time.now() + ms);
    time.after(ms, "plan", () => host.signal("visible"));
  },
  unplug({ random, time, clients }) {
    const { machine, host } = random.pick(clients);
    machine.online = false;
    // Browsers do not always notice.
    const tells = random.chance(0.7);
    if (tells) host.signal("offline");
    time.after(random.int(100, 10_000), "plan", () => plugIn({ machine, host }));
  },
  freeze({ random, time, clients }) {
    const { host } = random.pick(clients);
    host.signal("freeze");
    time.after(random.int(100, 5_000), "plan", () => host.signal("restore"));
  },
  revoke({ random, clients, sessions, servers }) {
    const client = random.pick(clients);
    // A session that was made while the one before it was being renewed, and dies at once, is nobody's life.
    if (!client.maySignInAgain()) return;
    const { sessionId, machine } = client;
    sessions.revoke(sessionId);
    const everywhere = random.chance(0.5);
    const session = { id: machine.name, sessionId };
    for (const { hub } of servers) everywhere ? hub.disconnectUser(session.id) : hub.disconnectSession(session);
    if (random.chance(0.5)) client.signIn();
  },
  "lose requests"({ network, time, random }) {
    network.loss = 0.3;
    time.after(random.int(500, 5_000), "plan", () => {
      network.loss = 0;
    });
  },
  "fail log"(world) {
    world.failLog(0.2);
    world.time.after(world.random.int(500, 5_000), "plan", () => world.failLog(0));
  },
  "come and go"({ random, clients }) {
    const client = random.pick(clients);
    const holder = anyOf(random, [...client.holders]);
    const does = random.int(0, 3);
    if (does === 0 && holder !== undefined && client.holders.size > 1) client.leave(holder);
    else if (client.holders.size < 5) does === 1 ? client.listen() : client.show();
    else if (holder !== undefined) client.leave(holder);
  },
  reload({ random, clients }) {
    void anyOf(random, [...random.pick(clients).holders])?.query?.reload();
  },
  reconnect({ random, clients }) {
    anyOf(random, [...random.pick(clients).holders])?.stream.reconnect();
  },
};

/** Ends what still goes wrong, as a person would who waits and presses "try again" where that is offered. */
export function heal(world: World): void {
  world.network.loss = 0;
  world.failLog(0);
  world.boot();
  for (const client of world.clients) {
    if (!client.machine.online) plugIn(client);
    for (const { query } of client.holders) {
      const code = query?.getSnapshot().error?.code;
      if (code !== undefined && code !== "network") void query?.reload();
    }
  }
}

function plugIn({ machine, host }: Pick<SimClient, "machine" | "host">): void {
  machine.online = true;
  host.signal("online");
}

function anyOf<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}
