import { sampleUsers } from "../../auth/user.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { type ApiCase, fieldOf, refused } from "./api-case.ts";

const { ada } = sampleUsers;
const login = "POST /api/auth/login";
const good = { email: ada.email, password: "tidings-demo" };
const wrong = refused("Email or password is wrong");

/** What every server of the auth domain does, and every mock of one. */
export const authApiCases: readonly ApiCase[] = [
  {
    title: "a user signs in, whatever the case and the spaces of their email, and is who they are",
    steps: [
      { request: login, send: good, status: 200, body: { success: true, data: { user: ada } } },
      { request: login, send: { ...good, email: " Ada@Example.com " }, status: 200, body: { data: { user: ada } } },
      {
        token: (first) => String(fieldOf(first, "data", "token")),
        request: "GET /api/auth/me",
        status: 200,
        body: { success: true, data: ada },
      },
    ],
  },
  {
    title: "a wrong password and an unknown email are refused alike",
    steps: [
      { request: login, send: { ...good, password: "x" }, status: 401, body: wrong },
      { request: login, send: { ...good, email: "nobody@example.com" }, status: 401, body: wrong },
    ],
  },
  {
    title: "S21: a login without an email, with a field too many, of another type or without a body is refused",
    steps: [
      { request: login, send: { ...good, email: "" }, status: 400, body: refused("email is required") },
      { request: login, send: { ...good, remember: true }, status: 400, body: { success: false } },
      { request: login, send: { ...good, password: 7 }, status: 400, body: { success: false } },
      { request: login, status: 415, body: { success: false } },
    ],
  },
  {
    title: "S12: a token that was signed out is worth nothing; another one of the same user is",
    steps: [
      { request: login, send: good, status: 200 },
      { request: login, send: good, status: 200 },
      {
        token: (first) => String(fieldOf(first, "data", "token")),
        request: "POST /api/auth/logout",
        status: 200,
        body: { success: true, data: {} },
      },
      {
        token: (first) => String(fieldOf(first, "data", "token")),
        request: "GET /api/auth/me",
        status: 401,
        body: refused(authErrors[401]),
      },
      {
        token: (_, second) => String(fieldOf(second, "data", "token")),
        request: "GET /api/auth/me",
        status: 200,
        body: { data: ada },
      },
    ],
  },
  {
    title: "S1: without a token, or with one that nobody was given, nobody is anybody",
    steps: [
      { request: "GET /api/auth/me", status: 401, body: refused(authErrors[401]) },
      { token: () => "not-a-token", request: "GET /api/auth/me", status: 401, body: refused(authErrors[401]) },
      { request: "POST /api/auth/logout", status: 200, body: { success: true, data: {} } },
    ],
  },
];
