import { NotifyError } from "../error.ts";
import type { Notify } from "../notify.ts";
import { SSEManager, type SSEManagerOptions } from "../sse-manager.ts";

const current = Symbol.for("@tidings/notify/global");

/**
 * Where the one manager is kept. Not in this module alone: bundlers load a module once for each route, and once more
 * after each change of it (Next.js does both), and all of them must speak to the same connections.
 */
const kept: typeof globalThis & { [current]?: SSEManager } = globalThis;

/**
 * Makes the one manager that the functions of this entry use, as source 003 writes it. The only module of the package
 * that keeps state: whoever wants none uses `createNotify`. Called again, it closes the former and starts anew.
 *
 * @example initializeSSE({ pingInterval: 30000, clientTimeout: 60000, maxClients: 1000, enableLogging: true });
 */
export function initializeSSE(options: SSEManagerOptions = {}): SSEManager {
  void kept[current]?.destroy();
  const manager = new SSEManager(options);
  kept[current] = manager;
  return manager;
}

/**
 * The manager, for `createConnection`, `getStats` and `destroy`.
 *
 * @throws NotifyError `not_initialized`
 */
export function getSSE(): SSEManager {
  const manager = kept[current];
  if (manager === undefined)
    throw new NotifyError("not_initialized", "call initializeSSE() once when the process starts");
  return manager;
}

/** Binds late: the manager may be made after this module is loaded. */
function late<Name extends keyof Notify>(name: Name): Notify[Name] {
  const call = (...args: readonly unknown[]) => Reflect.apply(getSSE().notify[name], undefined, args);
  return call as Notify[Name];
}

/** {@link Notify.broadcast} */
export const broadcast: Notify["broadcast"] = late("broadcast");
/** {@link Notify.notifyUser} */
export const notifyUser: Notify["notifyUser"] = late("notifyUser");
/** {@link Notify.notifyUsers} */
export const notifyUsers: Notify["notifyUsers"] = late("notifyUsers");
/** {@link Notify.notifyClients} */
export const notifyClients: Notify["notifyClients"] = late("notifyClients");
/** {@link Notify.systemNotification} */
export const systemNotification: Notify["systemNotification"] = late("systemNotification");
/** {@link Notify.realtimeUpdate} */
export const realtimeUpdate: Notify["realtimeUpdate"] = late("realtimeUpdate");
/** {@link Notify.progressUpdate} */
export const progressUpdate: Notify["progressUpdate"] = late("progressUpdate");
/** {@link Notify.successNotification} */
export const successNotification: Notify["successNotification"] = late("successNotification");
/** {@link Notify.errorNotification} */
export const errorNotification: Notify["errorNotification"] = late("errorNotification");
/** {@link Notify.notifyJobCompletion} */
export const notifyJobCompletion: Notify["notifyJobCompletion"] = late("notifyJobCompletion");
/** {@link Notify.updateOperationProgress} */
export const updateOperationProgress: Notify["updateOperationProgress"] = late("updateOperationProgress");
/** {@link Notify.announceSystemUpdate} */
export const announceSystemUpdate: Notify["announceSystemUpdate"] = late("announceSystemUpdate");
/** {@link Notify.notifyDataChange} */
export const notifyDataChange: Notify["notifyDataChange"] = late("notifyDataChange");
/** {@link Notify.notifyNewMessage} */
export const notifyNewMessage: Notify["notifyNewMessage"] = late("notifyNewMessage");
/** {@link Notify.notifyUserActivity} */
export const notifyUserActivity: Notify["notifyUserActivity"] = late("notifyUserActivity");
/** {@link Notify.notifyMetricsUpdate} */
export const notifyMetricsUpdate: Notify["notifyMetricsUpdate"] = late("notifyMetricsUpdate");
