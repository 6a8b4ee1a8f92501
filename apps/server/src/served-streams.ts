/** The streams that this server serves: all of the contract's. */
export { streams as servedStreams } from "@tidings/contracts/domains";
