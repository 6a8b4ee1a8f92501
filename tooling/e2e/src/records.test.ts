import { sampleUsers } from "@tidings/contracts/auth";
import { createPrescription, type Prescription, updatePrescriptionStatus } from "@tidings/contracts/records";
import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { type Site, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { writeToDatabase } from "./testing/database.ts";
import { type VisitorOptions, visit } from "./testing/visitor.ts";

const { ada, grace } = sampleUsers;

it("004 a record that another program writes and changes in the database file shows on its owner's page alone", async ({
  browser,
}) => {
  await using server = await startServer();
  await using owner = await visit(browser, server, { as: "ada" });
  await using stranger = await visit(browser, server, { as: "grace" });
  const [page] = await owner.open("/records");
  const [other] = await stranger.open("/records");
  for (const tab of [page, other]) await tab.getByText("Live", { exact: true }).waitFor();

  writeToDatabase(
    server,
    `INSERT INTO records (id, user_id, title, visibility) VALUES ('r-1', '${ada.id}', 'Written by night', 'owner')`,
    "UPDATE records SET title = 'Changed by night' WHERE id = 'r-1'",
    `INSERT INTO records (id, user_id, title, visibility) VALUES ('r-2', '${grace.id}', 'For all to see', 'everyone')`,
  );
  await page.getByRole("article", { name: "Changed by night" }).waitFor();
  await page.getByRole("article", { name: "For all to see" }).waitFor();
  expect(await page.getByRole("article", { name: "Written by night" }).count()).toBe(0);
  // It comes after the private one: what she has not seen by then will not come.
  await other.getByRole("article", { name: "For all to see" }).waitFor();
  expect(await other.locator("body").textContent()).not.toContain("by night");
});

it("004 an admin prescribes and moves it on in their page, and its user sees each step in theirs", async ({
  browser,
}) => {
  await using server = await startServer();
  await using patient = await visit(browser, server, { as: "ada" });
  await using boss = await visit(browser, server, { as: "admin" });
  const [page] = await patient.open("/records");
  const [desk] = await boss.open("/records");
  for (const tab of [page, desk]) await tab.getByText("Live", { exact: true }).waitFor();

  await desk.getByLabel("Medication").fill("Aspirin 100 mg");
  await desk.getByRole("button", { name: "Prescribe" }).click();
  const seen = page.getByRole("article", { name: "Aspirin 100 mg" });
  await seen.getByText("Pending").waitFor();
  await desk
    .getByRole("article", { name: "Aspirin 100 mg" })
    .getByRole("button", { name: /^Mark as approved/ })
    .click();
  await seen.getByText("Approved").waitFor();
  await page.getByText("Aspirin 100 mg is approved").waitFor();
});

it("004 after a time without network the page has what happened meanwhile", async ({ browser }) => {
  await using server = await startServer();
  await using patient = await visit(browser, server, { as: "ada" });
  const [page] = await patient.open("/records");
  await page.getByText("Live", { exact: true }).waitFor();
  await patient.context.setOffline(true);
  await page.getByText("Offline", { exact: true }).waitFor();
  await prescribeReady(server);
  await patient.context.setOffline(false);
  await page.getByRole("article", { name: "Aspirin 100 mg" }).getByText("Ready to collect").waitFor();
});

it.for<[string, VisitorOptions, RegExp]>([
  ["a user", { as: "ada" }, /The server refused this \(403\).*Only admins may hear admin.audit/],
  ["an admin", { as: "admin" }, /Nothing yet/],
])("004 %s who asks for an admins' event reads what comes of it", async ([, who, words], { browser }) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, who);
  const [page] = await visitor.open("/records");
  await page.getByText("Live", { exact: true }).waitFor();
  await page.getByLabel("Other names").fill("admin.audit");
  await page.getByRole("button", { name: "Listen", exact: true }).click();
  await page.getByText(words).waitFor();
});

/** Prescribes Ada something and has it ready, by requests. */
async function prescribeReady(site: Site): Promise<void> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${await signIn(site, "admin")}` };
  const ask = async (method: string, path: string, body: object): Promise<Prescription> => {
    const answer = await fetch(`${site.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return ((await answer.json()) as { data: Prescription }).data;
  };
  const body = { userId: ada.id, medication: "Aspirin 100 mg" };
  const { id } = await ask(createPrescription.method, createPrescription.path, body);
  const { method, path } = updatePrescriptionStatus;
  await ask(method, path.replace(":id", id), { status: "ready" });
}
