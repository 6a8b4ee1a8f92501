import { describeBus } from "../testing/suites.ts";
import { createMemoryBus } from "./memory-bus.ts";

describeBus("memory", () => {
  const bus = createMemoryBus();
  return { open: bus.join, remove: bus.close };
});
