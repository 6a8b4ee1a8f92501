import { testHistories } from "./test-histories.ts";

testHistories(100, "that keeps the last 60 events", 60);
