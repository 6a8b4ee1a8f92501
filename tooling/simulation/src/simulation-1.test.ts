import { testSeeds } from "./testing/run-seeds.ts";

testSeeds(1, 500);
