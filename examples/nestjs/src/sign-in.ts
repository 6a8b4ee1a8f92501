import { Inject, Injectable } from "@nestjs/common";
import { Refusal, type Session } from "@tidings/admission";
import type { Request } from "express";
import { builds } from "./contract.ts";
import { Events } from "./events.ts";

/** Stands in for your sign-in: the token is the user's name. */
@Injectable()
export class SignIn {
  readonly #events: Events;

  constructor(@Inject(Events) events: Events) {
    this.#events = events;
  }

  /** Who asks. A ticket stands for the session that fetched it. */
  async identify({ headers }: Request, ticket?: unknown): Promise<Session> {
    const id = headers.authorization?.replace("Bearer ", "");
    if (id && ticket === undefined) return { id, sessionId: id, expiresAt: Date.now() + 3_600_000 };
    const session = await this.#events.tickets.redeem(String(ticket), builds.name);
    if (session === undefined) throw new Refusal("unauthenticated", ["Sign in, or get a new ticket"]);
    return session;
  }
}
