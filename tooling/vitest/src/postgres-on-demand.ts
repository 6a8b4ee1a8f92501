import { servePostgresOnDemand } from "@tidings/services/testing";
import type { TestProject } from "vitest/node";

/** Before all test files: has a PostgreSQL server ready for those that ask. After all of them it is gone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const onDemand = await servePostgresOnDemand();
  project.provide("postgresPort", onDemand.port);
  return async () => {
    await onDemand[Symbol.asyncDispose]();
  };
}
