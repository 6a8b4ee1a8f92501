import { testSeeds } from "./testing/run-seeds.ts";

testSeeds(501, 1000);
