import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { BuildsController } from "./builds.controller.ts";
import { Events } from "./events.ts";
import { RefusalsFilter } from "./refusals.filter.ts";
import { SignIn } from "./sign-in.ts";

@Module({ controllers: [BuildsController], providers: [Events, SignIn] })
class AppModule {}

/** Express under an HTTP server that keeps no more of an open stream than its socket. */
class StreamAdapter extends ExpressAdapter {
  override initHttpServer() {
    this.httpServer = createStreamServer(this.getInstance());
  }
}

const app = await NestFactory.create(AppModule, new StreamAdapter(), { logger: ["warn", "error"] });
app.useGlobalFilters(new RefusalsFilter());
await app.listen(Number(process.env.PORT ?? 4007), "127.0.0.1");

// In place of `enableShutdownHooks`: Nest would wait for streams that do not end by themselves.
const { hub } = app.get(Events);
const down = () => shutdown({ server: app.getHttpServer(), hub, withinMs: 200, beforeClose: () => app.close() });
process.once("SIGTERM", () => void down());
