import type { Findings } from "../check/findings.ts";
import { createWitness, type Watched } from "../check/witness.ts";
import type { Truth } from "../log/truth.ts";
import type { Random } from "../random.ts";
import type { VirtualTime } from "../virtual-time.ts";
import { type Line, Link } from "./link.ts";

/** A request as a server sees it. */
export interface SimRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  /** Accepts it as a stream; the sink goes to the hub. */
  accept(accepted: Accepted): Link;
}

/** What a server knows of a stream that it accepts. */
export type Accepted = Pick<Watched, "diesAt" | "isDirect" | "topics" | "lastEventId" | "mayGap">;

/** What a server does with a request; rejects when it dies under it. */
export type Handle = (request: SimRequest) => Promise<Response>;

/** One client's way to the servers, and the state of its machine. */
export interface Machine {
  readonly name: string;
  /** Whether its network is plugged in. */
  online: boolean;
  asleepUntil: number;
}

/** What a network is made of. */
export interface NetworkFields {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly findings: Findings;
  readonly line: Line;
  readonly truth: Truth;
  /** The server that takes the next request; undefined while none listens. */
  route(): Handle | undefined;
}

/** The network between clients and servers. */
export interface Network {
  /** Share of requests that vanish without an answer. */
  loss: number;
  /** The connections that are alive on either side. */
  readonly links: ReadonlySet<Link>;
  /** Whether nothing is on its way: no request, no byte, no end. */
  readonly isIdle: boolean;
  fetchFor(machine: Machine): (url: string, init: RequestInit) => Promise<Response>;
}

const refused = () => new TypeError("fetch failed");

/** Connects functions instead of sockets, as badly as `line` says. */
export function createNetwork({ time, random, findings, line, truth, route }: NetworkFields): Network {
  const links = new Set<Link>();
  let count = 0;
  let requests = 0;

  function open(machine: Machine, accepted: Accepted): Link {
    count += 1;
    const name = `${machine.name}#${count}`;
    const link = new Link({
      name,
      line,
      time,
      random,
      findings,
      witness: createWitness(findings, truth, { ...accepted, name, now: time.now }),
      asleepUntil: () => machine.asleepUntil,
      onClosed: (closed) => links.delete(closed),
    });
    links.add(link);
    return link;
  }

  const network: Network = {
    loss: 0,
    links,
    get isIdle() {
      return requests === 0 && [...links].every((link) => link.isIdle);
    },
    fetchFor: (machine) => async (url, init) => {
      requests += 1;
      try {
        return await send(machine, url, init);
      } finally {
        requests -= 1;
      }
    },
  };

  function send(machine: Machine, url: string, init: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      let link: Link | undefined;
      const later = (run: () => void) => time.after(random.int(0, line.latencyMs), `request ${machine.name}`, run);
      const onAbort = () => {
        reject(new DOMException("aborted", "AbortError"));
        link?.clientLeft();
      };
      if (init.signal?.aborted) return onAbort();
      init.signal?.addEventListener("abort", onAbort, { once: true });
      if (random.chance(network.loss)) return findings.met("requests lost");
      const request: SimRequest = {
        url: new URL(url, "http://sim"),
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : "",
        accept(accepted) {
          link = open(machine, accepted);
          // It left while the request was on its way.
          if (init.signal?.aborted) link.clientLeft();
          return link;
        },
      };
      later(() => {
        const handle = machine.online ? route() : undefined;
        if (handle === undefined) return later(() => reject(refused()));
        handle(request).then(
          (response) => later(() => resolve(response)),
          () => later(() => reject(refused())),
        );
      });
    });
  }

  return network;
}
