import type { DatabaseSync } from "node:sqlite";
import { type ChangeTriggerOptions, changeTriggers, transaction } from "@tidings/outbox/sqlite";

/**
 * The rows that publish: whoever changes one, in this process or with another program, writes a change along (D14.1). The
 * triggers of chat and of appointments, which look at other tables too, are in the migrations.
 */
const ROW_TRIGGERS: readonly ChangeTriggerOptions[] = [
  {
    table: "orders",
    columns: [
      "id",
      "order_code",
      "user_id",
      "address_id",
      "items",
      "total_qty",
      "final_amount_cents",
      "order_status",
      "created_at",
    ],
    json: ["items"],
    revision: "revision",
    updatedAt: "updated_at",
  },
  // What decides a user's rights: whoever changes it, the user's open streams end (S12.4). The password hash stays out.
  { table: "users", columns: ["id", "role", "disabled_at"], operations: ["UPDATE", "DELETE"] },
  {
    table: "records",
    columns: ["id", "user_id", "title", "details", "visibility", "created_at"],
    operations: ["INSERT", "UPDATE"],
    revision: "revision",
    updatedAt: "updated_at",
  },
  {
    table: "prescriptions",
    columns: ["id", "user_id", "medication", "dosage", "status"],
    operations: ["INSERT", "UPDATE"],
    revision: "revision",
  },
];

/** Brings the triggers up to date, all or none: at every start, so that they are always those of this server. */
export function installRowTriggers(database: DatabaseSync): void {
  transaction(database, () => {
    for (const options of ROW_TRIGGERS) database.exec(changeTriggers(options));
  });
}
