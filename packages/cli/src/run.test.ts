import { expect, it, vi } from "vitest";
import { tidings } from "./testing/run-here.ts";
import { tidingsProcess } from "./testing/tidings.ts";

it("a wrong word, and none at all, are answered with what there is, and code 1", async () => {
  const wrong = await tidings(["serv"]);
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/unknown command 'serv'.*tidings --help lists/s)]);
  const none = await tidings([]);
  expect(none.code).toBe(1);
  for (const name of ["serve", "triggers", "dead", "doctor"]) expect(none.err).toContain(`\n  ${name} `);
});

it("what a user can mend is one line with code 1; a fault of the program is thrown with its stack", async () => {
  expect(await tidings(["dead", "list", "--database", "/nowhere.db"])).toEqual({
    code: 1,
    out: "",
    err: "tidings: there is no file /nowhere.db; give --database the path of one\n",
  });
  const fault = new Error("a fault");
  const parse = vi.spyOn(JSON, "stringify").mockImplementation(() => {
    throw fault;
  });
  await expect(tidings(["doctor", "--json", "http://127.0.0.1:9/"])).rejects.toBe(fault);
  parse.mockRestore();
});

it("the program itself reads its command line, and ends with the code", async () => {
  expect(await tidingsProcess(["dead", "list", "--database", "/nowhere.db"])).toEqual({
    code: 1,
    out: "",
    err: "tidings: there is no file /nowhere.db; give --database the path of one\n",
  });
});

it("variables are read for serve alone, and those that nothing reads are told of", async () => {
  const env = { TIDINGS_PROT: "1" };
  const line = "tidings: the variable TIDINGS_PROT is not read; did you mean TIDINGS_PORT?\n";
  expect((await tidings(["serve", "--contract", "/nowhere.ts"], env)).err).toBe(
    `${line}tidings: /nowhere.ts: there is no such file; give --contract the path of a module\n`,
  );
  expect((await tidings(["dead", "list", "--database", "/nowhere.db"], env)).err).not.toContain("TIDINGS_PROT");
});
