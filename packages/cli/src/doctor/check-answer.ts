import { type Finding, STOP_BUFFERING } from "./finding.ts";

/** Words for the codes of Node's network errors; any other is shown as it is. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; start the server, or correct the address",
  ENOTFOUND: "there is no such host; correct the address, or its DNS",
  ECONNRESET: "the connection was cut; look into the proxy's log",
  UND_ERR_SOCKET: "the connection was cut; look into the proxy's log",
  CERT_HAS_EXPIRED: "the certificate has expired; renew it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; browsers refuse it too",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate's authority is not known; browsers refuse it too",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server does not send its intermediate certificates; add them to its chain",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name; get one for this host",
};

/** Why there was no answer. */
export function unreached(code: string): Finding {
  return {
    level: "error",
    text: `no answer (${code})`,
    fix: UNREACHED[code] ?? "see whether curl reaches the address",
  };
}

/** Says why an answer is not a stream; undefined if it is one. */
export function checkStatus({ status, headers }: Response): Finding | undefined {
  const error = (text: string, fix: string): Finding => ({ level: "error", text, fix });
  const type = headers.get("content-type") ?? "none";
  if (status >= 300 && status < 400) {
    const fix = `open ${headers.get("location")} itself: a redirect to another origin drops the token`;
    return error(`a redirect (${status})`, fix);
  }
  if (status === 401 || status === 403)
    return error(`refused (${status})`, "give a token that is allowed to hear it by --token");
  if (status === 404) return error("nothing there (404)", "correct the path, or the proxy's route to it");
  if (status === 429 || status === 503) {
    return error(
      `refused for now (${status})`,
      `try again in ${headers.get("retry-after") ?? "some"} seconds, or raise the caps`,
    );
  }
  if (status === 502 || status === 504)
    return error(`the proxy did not reach the server (${status})`, "look whether the server runs");
  if (status !== 200) return error(`status ${status}`, "a stream is answered with 200");
  if (/^text\/html/i.test(type)) {
    return error(
      "an HTML page instead of a stream",
      "it is a sign-in page or a site's fallback: route this path to the server",
    );
  }
  if (!/^text\/event-stream\s*(;|$)/i.test(type))
    return error(`Content-Type ${type}`, "answer with Content-Type: text/event-stream");
  return undefined;
}

/** What the headers of a stream say. */
export function checkHeaders({ headers }: Response, origin: string | undefined): readonly Finding[] {
  const findings: Finding[] = [{ level: "ok", text: "200, text/event-stream" }];
  const cache = headers.get("cache-control") ?? "";
  if (!/no-cache|no-store/i.test(cache)) {
    findings.push({
      level: "warning",
      text: `Cache-Control "${cache}" lets caches keep it`,
      fix: "send Cache-Control: no-cache, no-transform",
    });
  } else if (!/no-transform/i.test(cache)) {
    findings.push({
      level: "warning",
      text: "proxies may compress it",
      fix: "send Cache-Control: no-cache, no-transform",
    });
  }
  const encoding = headers.get("content-encoding");
  if (encoding !== null) {
    findings.push({
      level: "warning",
      text: `compressed (${encoding}): fine only if every event is flushed`,
      fix: STOP_BUFFERING,
    });
  }
  if (headers.has("content-length")) {
    findings.push({
      level: "error",
      text: "a Content-Length: it would end after that",
      fix: "do not give a stream a length",
    });
  }
  if (origin !== undefined) findings.push(checkCors(headers, origin));
  return findings;
}

function checkCors(headers: Headers, origin: string): Finding {
  const allowed = headers.get("access-control-allow-origin");
  if (allowed === origin) return { level: "ok", text: `pages of ${origin} may read it` };
  const fix = `send Access-Control-Allow-Origin: ${origin}, once, from the server or the proxy; tidings serve: --origin ${origin}`;
  if (allowed === "*") return { level: "warning", text: "pages of any origin may read it, but without cookies", fix };
  return {
    level: "error",
    text: `pages of ${origin} may not read it (Access-Control-Allow-Origin: ${allowed ?? "none"})`,
    fix,
  };
}
