import type { ChangeTriggerOptions } from "@tidings/outbox/sqlite";

/**
 * The tables whose changes are recorded, whether this process or another program makes them (D14.1). The triggers of
 * chat and appointments read other tables too, so they are in the migrations.
 */
export const ROW_TRIGGERS: readonly ChangeTriggerOptions[] = [
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
  // The columns that decide a user's rights. When one changes, the user's open streams end (S12.4). The password hash
  // is left out.
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
