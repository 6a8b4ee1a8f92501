import { Controller, Get, Header, HttpCode, Inject, Post, Req, Res } from "@nestjs/common";
import type { Session } from "@tidings/admission";
import { callEndpoint, openStream } from "@tidings/admission/http";
import { serveStream } from "@tidings/hub/node";
import type { Request, Response } from "express";
import { register } from "prom-client";
import { builds, move } from "./contract.ts";
import { Events } from "./events.ts";
import { SignIn } from "./sign-in.ts";

@Controller()
export class BuildsController {
  readonly #events: Events;
  readonly #signIn: SignIn;

  constructor(@Inject(Events) events: Events, @Inject(SignIn) signIn: SignIn) {
    this.#events = events;
    this.#signIn = signIn;
  }

  /** Not `@Sse()`, which cannot resume and queues without a bound. The hub writes the answer, so Nest must not. */
  @Get(builds.path)
  stream(@Req() request: Request, @Res() response: Response) {
    const { url, ip: address, query } = request;
    const opening = { url, address, identify: () => this.#signIn.identify(request, query.ticket) };
    const subscribe = ({ id }: Session) => ({ topics: [builds.topic(id)] });
    const { hub } = this.#events;
    return openStream(this.#events, builds, opening, subscribe, (reader) =>
      serveStream(hub, request, response, reader),
    );
  }

  @Post("/tickets")
  async ticket(@Req() request: Request) {
    return this.#events.tickets.issue(await this.#signIn.identify(request), builds.name);
  }

  @Post(move.path)
  @HttpCode(move.status)
  async move(@Req() request: Request) {
    const { url, params } = request;
    const header = (name: string) => request.get(name);
    const asked = { url, params, header, identify: () => this.#signIn.identify(request), readJson: () => request.body };
    const { body } = await callEndpoint({}, move, asked, async ({ principal, body: data }) => {
      await this.#events.hub.publish(builds.topic(principal.id), { event: "build_moved", data });
      return { data };
    });
    return body;
  }

  @Get("/metrics")
  @Header("Content-Type", register.contentType)
  metrics() {
    return register.metrics();
  }
}
