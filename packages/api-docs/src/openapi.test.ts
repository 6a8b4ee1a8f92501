import { expect, it } from "vitest";
import { createOpenApi } from "./openapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const info = { title: "Library", version: "1.0.0" };

it("a document has its information, this server, the parts as headings, and a bearer token unless it is told otherwise", () => {
  const { openapi, info: own, servers, tags, components } = createOpenApi({ parts, info });
  expect({ openapi, own, servers, tags }).toEqual({
    openapi: "3.2.0",
    own: info,
    servers: [{ url: "/" }],
    tags: [{ name: "library", description: "Loans" }],
  });
  expect(components.headers).toEqual({});
  expect(components.securitySchemes).toEqual({
    bearer: {
      type: "http",
      scheme: "bearer",
      description: "`Authorization: Bearer <token>`.",
    },
  });
  const servers2 = [{ url: "https://a.example" }];
  const more = createOpenApi({ parts, info, servers: servers2, tags: [{ name: "own", description: "" }] });
  expect([more.servers, more.tags]).toEqual([servers2, [...(tags as object[]), { name: "own", description: "" }]]);
});
