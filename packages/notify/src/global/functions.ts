import type { Notify } from "../notify.ts";
import { SSEManager, type SSEManagerOptions } from "../sse-manager.ts";

const current = Symbol.for("@tidings/notify/global");

interface Kept {
  manager: SSEManager | undefined;
  /** The options it was made with, which the next one gets too. */
  options: SSEManagerOptions;
}

/**
 * Where the one manager is kept: on the global object, not in this module. Bundlers load a module once for each route
 * and again after each change (Next.js does both), and all copies must use the same connections.
 */
const shared: typeof globalThis & { [current]?: Kept } = globalThis;

function kept(): Kept {
  shared[current] ??= { manager: undefined, options: {} };
  return shared[current];
}

/**
 * Makes the one manager that the functions of this entry use, as brief 003 writes it. Calling it is optional: without
 * it, the first use makes one with the defaults. Called again with the same options it returns the existing manager, so
 * that a module which is loaded again after a change disconnects nobody. Called with other options it closes the former
 * manager, whose clients reconnect by themselves, and makes a new one.
 *
 * @throws HubError `invalid_options`; the former manager stays then
 * @example initializeSSE({ pingInterval: 30000, clientTimeout: 60000, maxClients: 1000, enableLogging: true });
 */
export function initializeSSE(options: SSEManagerOptions = {}): SSEManager {
  const state = kept();
  if (state.manager !== undefined && !state.manager.destroyed && state.manager.hasOptions(options))
    return state.manager;
  const former = state.manager;
  const manager = new SSEManager(options);
  state.manager = manager;
  state.options = options;
  void former?.destroy();
  return manager;
}

/**
 * Returns the one manager, for `createConnection`, `getStats` and `destroy`. The first use makes it. After `destroy()`
 * the next use makes another one with the same options, so close the HTTP server first.
 */
export function getSSE(): SSEManager {
  const { manager, options } = kept();
  return manager === undefined || manager.destroyed ? initializeSSE(options) : manager;
}

/** Looks the manager up at each call, because it may be made, or made again, after this module is loaded. */
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
/** {@link Notify.emitRecordCreated} */
export const emitRecordCreated: Notify["emitRecordCreated"] = late("emitRecordCreated");
/** {@link Notify.emitRecordUpdated} */
export const emitRecordUpdated: Notify["emitRecordUpdated"] = late("emitRecordUpdated");
/** {@link Notify.emitNotification} */
export const emitNotification: Notify["emitNotification"] = late("emitNotification");
/** {@link Notify.emitSystemAlert} */
export const emitSystemAlert: Notify["emitSystemAlert"] = late("emitSystemAlert");
/** {@link Notify.emitPrescriptionStatusChanged} */
export const emitPrescriptionStatusChanged: Notify["emitPrescriptionStatusChanged"] = late(
  "emitPrescriptionStatusChanged",
);
/** {@link Notify.emitAppointmentReminder} */
export const emitAppointmentReminder: Notify["emitAppointmentReminder"] = late("emitAppointmentReminder");
/** {@link Notify.emitCustomEvent} */
export const emitCustomEvent: Notify["emitCustomEvent"] = late("emitCustomEvent");
/** {@link Notify.emitEvent} */
export const emitEvent: Notify["emitEvent"] = late("emitEvent");
