import { expect, test } from "vitest";
import { apiOf } from "./api.ts";

const page = { protocol: "http:", hostname: "127.0.0.1" };

test("a built page and mocks ask their own origin", () => {
  expect(apiOf({ MODE: "production", VITE_API_BASE_URL: "http://elsewhere" }, page)).toEqual({});
  expect(apiOf({ MODE: "mocks" }, page)).toEqual({});
});

test("development asks the server beside it, with cookies, or the one it was told of", () => {
  expect(apiOf({ MODE: "server" }, page)).toEqual({ baseUrl: "http://127.0.0.1:8000", credentials: "include" });
  expect(apiOf({ MODE: "server", VITE_API_BASE_URL: "http://api.test" }, page).baseUrl).toBe("http://api.test");
});
