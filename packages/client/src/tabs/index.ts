export type { LockHandlers, TabChannel, TabPlatform } from "./platform.ts";
export { type ShareTabsOptions, shareTabs } from "./share-tabs.ts";
