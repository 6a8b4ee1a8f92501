import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Runs test files in the order that they were given: the nearest to the mutant first. */
export class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}
