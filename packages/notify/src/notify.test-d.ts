import { expectTypeOf, test } from "vitest";
import { everyone } from "./audience.ts";
import type { Notify } from "./notify.ts";
import type { SSEManager } from "./sse-manager.ts";

declare const notify: Notify;
declare const manager: SSEManager;

test("003 every function's parameters and what it returns", () => {
  expectTypeOf(notify.broadcast).returns.toBeNumber();
  expectTypeOf(notify.notifyUser).returns.toBeNumber();
  expectTypeOf(notify.notifyUsers).returns.toBeNumber();
  expectTypeOf(notify.systemNotification).returns.toBeNumber();
  expectTypeOf(notify.realtimeUpdate).returns.toBeNumber();
  expectTypeOf(notify.progressUpdate).returns.toBeNumber();
  expectTypeOf(notify.successNotification).returns.toBeNumber();
  expectTypeOf(notify.errorNotification).returns.toBeNumber();
  expectTypeOf(notify.notifyJobCompletion).returns.toEqualTypeOf<Promise<void>>();
  expectTypeOf(notify.updateOperationProgress).returns.toEqualTypeOf<Promise<void>>();
  expectTypeOf(notify.announceSystemUpdate).returns.toEqualTypeOf<Promise<number>>();
  expectTypeOf(notify.notifyDataChange).returns.toEqualTypeOf<Promise<number>>();
  expectTypeOf(notify.notifyNewMessage).returns.toEqualTypeOf<Promise<number>>();
  expectTypeOf(notify.notifyUserActivity).returns.toEqualTypeOf<Promise<number>>();
  expectTypeOf(notify.notifyMetricsUpdate).returns.toEqualTypeOf<Promise<number>>();

  // Parameters as it has them; any custom event passes, a wrong level does not.
  notify.broadcast({ event: "custom_event", data: { any: "thing" } });
  expectTypeOf(notify.systemNotification).parameter(1).toEqualTypeOf<"info" | "warning" | "error" | undefined>();
  // @ts-expect-error no such severity
  void notify.announceSystemUpdate("title", "message", "fatal");
  // @ts-expect-error no such result
  void notify.notifyJobCompletion("job", "user", "done");
  expectTypeOf(manager.sendToClient).returns.toBeBoolean();
});

// Brief 004.
expectTypeOf(notify.emitSystemAlert).returns.toBeNumber();
notify.emitNotification({ title: "Hello" }, "user");
// @ts-expect-error no such severity
notify.emitSystemAlert("message", "fatal");
// @ts-expect-error a record has an owner
notify.emitRecordCreated({ id: "1", title: "Blood test" });

// A user that may be undefined is nobody (S23): it has to be looked at first.
declare const perhaps: string | undefined;
notify.successNotification("m", {});
notify.successNotification("m", {}, "ada");
notify.successNotification("m", {}, perhaps ?? everyone);
// @ts-expect-error it may be undefined
notify.successNotification("m", {}, perhaps);
// @ts-expect-error it may be undefined
notify.progressUpdate("o", 5, "half", perhaps);
// @ts-expect-error it may be undefined
notify.notifyUser(perhaps, { event: "custom", data: 1 });
// @ts-expect-error it may be undefined
notify.notifyClients({ userId: perhaps }, { event: "custom", data: 1 });
// @ts-expect-error it may be undefined
void notify.notifyDataChange("post", "p", "updated", {}, undefined);
// @ts-expect-error it may be undefined
notify.emitNotification({ title: "Hello" }, perhaps);
