import { serveServicesOnDemand } from "@tidings/services/testing";
import type { TestProject } from "vitest/node";

/** Before all test files: has PostgreSQL, PgBouncer and Redis ready for those that ask. After all of them they are gone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const onDemand = await serveServicesOnDemand();
  project.provide("servicesPort", onDemand.port);
  return async () => {
    await onDemand[Symbol.asyncDispose]();
  };
}
