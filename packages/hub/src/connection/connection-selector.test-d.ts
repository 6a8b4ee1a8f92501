import type { Topic } from "@tidings/contracts";
import type { Hub } from "../hub.ts";

declare const hub: Hub;
declare const topic: Topic;
declare const perhaps: string | undefined;

hub.disconnect({ principalId: "ada" });
hub.disconnect({ sessionId: "s", topic });
// @ts-expect-error nothing is named
hub.disconnect({});
// @ts-expect-error it may be undefined, and that is nobody
hub.disconnect({ principalId: perhaps });
// @ts-expect-error it may be undefined, and that is nobody
hub.disconnect({ principalId: "ada", sessionId: perhaps });
// @ts-expect-error no such criterion
hub.disconnect({ userId: "ada" });
// @ts-expect-error everybody is countAll()
hub.count();
// @ts-expect-error it may be undefined, and that is nobody
hub.count(perhaps);
