/** The environment that turns every cap and rate off: a test that is about one sets that one. */
export const openDoors = {
  MAX_CONNECTIONS: "0",
  MAX_CONNECTIONS_PER_USER: "0",
  MAX_CONNECTIONS_PER_ADDRESS: "0",
  NOTIFICATIONS_MAX_CLIENTS: "0",
  RECORDS_MAX_CONNECTIONS: "0",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "0",
  WRITES_PER_MINUTE_PER_USER: "0",
  FAILED_LOGINS_PER_15_MINUTES: "0",
} as const;
