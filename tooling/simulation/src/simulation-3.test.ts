import { testSeeds } from "./testing/run-seeds.ts";

testSeeds(1001, 1500);
