import { describeNodes } from "../testing/suites.ts";
import { createMemoryNodes } from "./memory-nodes.ts";

describeNodes("memory", () => ({ open: createMemoryNodes, remove() {} }));
