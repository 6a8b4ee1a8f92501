import { expect, it } from "vitest";
import { startServer, temporaryDirectory } from "../../testing/start-server.ts";
import { databaseUrl } from "../../testing/test-store.ts";
import { addUser } from "../../users/add-user.ts";

const root = { email: "root@example.com", name: "Root", role: "admin", password: "correct horse battery" } as const;

it("a database that cannot be reached or used is named, without its password", async () => {
  const unreachable = "postgres://tidings:secret@127.0.0.1:1/tidings";
  const isolated = `${await databaseUrl(crypto.randomUUID())}%20-c%20default_transaction_isolation%3Dserializable`;
  for (const [url, why] of [
    [unreachable, "ECONNREFUSED"],
    [isolated, "read committed"],
  ] as const) {
    const started = startServer({ env: { DATABASE_URL: url } });
    await expect(started).rejects.toMatchObject({
      code: "database_unusable",
      message: expect.stringMatching(new RegExp(`^DATABASE_URL cannot be used \\(.*${why}`)),
    });
    await expect(started).rejects.not.toThrow("secret");
  }
});

it("an admin is added to an empty database and signs in; twice is refused in words", async () => {
  using directory = temporaryDirectory();
  const database = { directory: directory.path, url: await databaseUrl(crypto.randomUUID()) };
  expect(await addUser(database, root)).toBeUndefined();
  const again = { ...root, email: "Root@Example.com" };
  expect(await addUser(database, again)).toMatch(/^there is a user with the email/);
  await using server = await startServer({ env: { DATABASE_URL: database.url } });
  const { email, password } = root;
  const answer = await server.fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: email.toUpperCase(), password }),
  });
  expect(answer.status).toBe(200);
  expect(await addUser({ ...database, url: "postgres://x:secret@127.0.0.1:1/x" }, root)).toMatch(
    /^the database of DATABASE_URL cannot be written/,
  );
});

it("a database that only reads is refused at the start, and one that is written is ready", async () => {
  const url = await databaseUrl(crypto.randomUUID());
  const database = `${url}%20-c%20default_transaction_read_only%3Don`;
  // Its tables are there already: another node made them.
  await (await startServer({ env: { DATABASE_URL: url } }))[Symbol.asyncDispose]();
  await expect(startServer({ env: { DATABASE_URL: database } })).rejects.toMatchObject({ code: "database_unusable" });
  await using server = await startServer({ env: { DATABASE_URL: url } });
  expect((await server.fetch("/readyz")).status).toBe(200);
  expect((await server.fetch("/healthz")).status).toBe(200);
});
