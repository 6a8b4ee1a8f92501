/** What can go wrong, or merely change, while events flow. */
export const faultNames = [
  "cut",
  "stall",
  "silence",
  "kill",
  "drain",
  "outage",
  "sleep",
  "unplug",
  "freeze",
  "revoke",
  "lose requests",
  "fail log",
  "come and go",
  "reload",
  "reconnect",
] as const;

/** {@link faultNames} as a type. */
export type FaultName = (typeof faultNames)[number];
