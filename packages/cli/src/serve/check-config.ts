import { type AnyStream, ContractError } from "@tidings/contracts";
import { type Hub, HubError } from "@tidings/hub";
import { CliError } from "../error.ts";
import type { ServeConfig } from "./start.ts";

/** The fewest characters of a key or token, so that it cannot be guessed. */
const MIN_KEY = 16;

/**
 * Refuses a configuration with which nobody could open a stream or publish, because the server would only look as if it
 * worked.
 *
 * @throws CliError `invalid_option`
 */
export function checkConfig(config: ServeConfig, streams: readonly AnyStream[], takesTokens: boolean): void {
  for (const name of config.open) checkOpen(streams, name);
  const { open, publishKeys, metricsToken } = config;
  if (open.length === 0 && !takesTokens) {
    invalid(
      "nobody could open a stream: give --jwt-secret, --jwt-public-key or --jwks, or --public with a stream's name",
    );
  }
  if (publishKeys.length === 0) {
    invalid("nobody could publish: give --publish-key or TIDINGS_PUBLISH_KEY; make one with: openssl rand -base64 24");
  }
  if (publishKeys.some((key) => key.length < MIN_KEY)) {
    invalid("--publish-key must have at least 16 characters; make one with: openssl rand -base64 24");
  }
  if (metricsToken !== undefined && metricsToken.length < MIN_KEY) {
    invalid("--metrics-token must have at least 16 characters; make one with: openssl rand -base64 24");
  }
}

function checkOpen(streams: readonly AnyStream[], name: string): void {
  const stream = streams.find((one) => one.name === name);
  const names = streams.map((one) => one.name).join(", ");
  if (stream === undefined) invalid(`--public ${name}: the contract has no such stream; it has ${names}`);
  if (stream.access !== "anyone") {
    invalid(`--public ${name}: its contract says access "${stream.access}"; make that "anyone", or leave it out here`);
  }
}

/**
 * Refuses streams whose greeting has required fields of its own, because the server cannot fill them.
 *
 * @throws CliError `invalid_contract`
 */
export function checkGreetings(hub: Hub, streams: readonly AnyStream[]): void {
  for (const stream of streams) {
    try {
      hub.checkConnect({ stream, topics: [] });
    } catch (error) {
      if (!(error instanceof HubError || error instanceof ContractError)) throw error;
      throw new CliError(
        "invalid_contract",
        `the greeting of "${stream.name}" has fields of its own, which this server cannot fill; make them optional: ${error.message}`,
        error,
      );
    }
  }
}

function invalid(why: string): never {
  throw new CliError("invalid_option", why);
}
