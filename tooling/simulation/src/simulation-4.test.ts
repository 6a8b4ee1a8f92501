import { testSeeds } from "./testing/run-seeds.ts";

testSeeds(1501, 2000);
