import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { FastifyReply, FastifyRequest } from "fastify";
import { expectTypeOf } from "vitest";
import type { serveStream as serveOnFastify } from "../fastify/serve-stream.ts";
import type { serveStream } from "./serve-stream.ts";

// The pairs that Node's servers and Fastify hand over are taken as they are.

type Request = Parameters<typeof serveStream>[1];
type Response = Parameters<typeof serveStream>[2];

expectTypeOf<IncomingMessage>().toExtend<Request>();
expectTypeOf<Http2ServerRequest>().toExtend<Request>();
expectTypeOf<ServerResponse>().toExtend<Response>();
expectTypeOf<ServerResponse<IncomingMessage>>().toExtend<Response>();
expectTypeOf<Http2ServerResponse>().toExtend<Response>();
expectTypeOf<Http2ServerResponse<Http2ServerRequest>>().toExtend<Response>();
expectTypeOf<FastifyRequest>().toExtend<Parameters<typeof serveOnFastify>[1]>();
expectTypeOf<FastifyReply>().toExtend<Parameters<typeof serveOnFastify>[2]>();
