/** The environment that turns every cap and rate off: a test that is about one sets that one. */
export const noLimits = {
  MAX_CONNECTIONS: "Infinity",
  MAX_CONNECTIONS_PER_USER: "Infinity",
  MAX_CONNECTIONS_PER_ADDRESS: "Infinity",
  NOTIFICATIONS_MAX_CLIENTS: "Infinity",
  RECORDS_MAX_CONNECTIONS: "Infinity",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "Infinity",
  WRITES_PER_MINUTE_PER_USER: "Infinity",
  READS_PER_MINUTE_PER_USER: "Infinity",
  NEW_CONTACTS_PER_HOUR_PER_USER: "Infinity",
  MAX_CONVERSATIONS_PER_USER: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL: "Infinity",
} as const;
