import type { Topic } from "@tidings/contracts";
import type { Hub } from "./hub.ts";

declare const hub: Hub;
declare const topic: Topic;
declare const perhaps: string | undefined;

hub.disconnectUser("ada");
hub.disconnectSession({ id: "ada", sessionId: "s" });
hub.disconnectTopic(topic);
// @ts-expect-error nobody is named: everybody is disconnectAll()
hub.disconnectUser();
// @ts-expect-error it may be undefined, and that is nobody
hub.disconnectUser(perhaps);
// @ts-expect-error it may be undefined, and that is nobody
hub.disconnectSession({ id: "ada", sessionId: perhaps });
// @ts-expect-error whose session it is
hub.disconnectSession({ sessionId: "s" });
// @ts-expect-error a topic, and not its name
hub.disconnectTopic("notes/a");
// @ts-expect-error everybody is countAll()
hub.count();
// @ts-expect-error it may be undefined, and that is nobody
hub.count(perhaps);
