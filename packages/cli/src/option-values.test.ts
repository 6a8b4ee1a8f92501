import { expect, it } from "vitest";
import { limit, list, origins, trustedProxies, webAddress, wholeNumber } from "./option-values.ts";

it("D28.4: a limit on the command line is a whole number from 1, or Infinity for none", () => {
  const read = limit(500);
  expect([read("1"), read("500"), read("Infinity"), read("infinity")]).toEqual([1, 500, Infinity, Infinity]);
  for (const wrong of ["0", "501", "-1", "1.5", "none", "", "Infinityy"]) {
    expect(() => read(wrong), wrong).toThrow("It must be a whole number from 1 to 500, or Infinity for no limit.");
  }
});

it("an address is one of the web, a list has no empty entries, and origins and proxies are read or refused", () => {
  expect(webAddress("https://id.example.com/keys").href).toBe("https://id.example.com/keys");
  expect(webAddress("http://localhost:1/").href).toBe("http://localhost:1/");
  for (const wrong of ["ftp://a/", "file:///keys", "keys.json", ""]) {
    expect(() => webAddress(wrong), wrong).toThrow("It must be an address as https://id.example.com/keys");
  }
  expect(list("a, b", ["c"])).toEqual(["c", "a", "b"]);
  for (const wrong of ["", "a,", ",a", "a,,b"]) expect(() => list(wrong, []), wrong).toThrow("One entry is empty");
  expect(origins("https://a.example.com/,http://localhost:*", ["https://b.example.com"])).toEqual([
    "https://b.example.com",
    "https://a.example.com",
    "http://localhost:*",
  ]);
  expect(() => origins("https://a.example.com,https://b.example.com/x", [])).toThrow('"https://b.example.com/x" is no');
  expect(trustedProxies("10.0.0.0/8,::1")).toEqual(["10.0.0.0/8", "::1"]);
  expect(() => trustedProxies("true")).toThrow("how many proxies stand in front");
});

it("a number on the command line is a whole one within its bounds", () => {
  const read = wholeNumber(2, 10);
  expect([read("2"), read("10")]).toEqual([2, 10]);
  for (const wrong of ["1", "11", "-3", "3.0", "0x3", "", " 3"]) {
    expect(() => read(wrong), wrong).toThrow("It must be a whole number from 2 to 10.");
  }
});
