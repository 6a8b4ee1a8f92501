import { testHistories } from "./test-histories.ts";

testHistories(100, "that keeps everything", 100_000);
